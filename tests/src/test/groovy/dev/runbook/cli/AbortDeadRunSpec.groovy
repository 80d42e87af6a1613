package dev.runbook.cli

import dev.runbook.journal.LockFile
import dev.runbook.journal.RunStore
import dev.runbook.journal.event.RunStatus
import dev.runbook.machine.Thorough
import groovy.json.JsonSlurper
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

/** {@code abort} of a run whose engine died: the cleanups of what had begun run, and nothing else. */
class AbortDeadRunSpec extends Specification {
    @TempDir
    Path folder

    CommandRig rig
    Path log

    def setup() {
        rig = new CommandRig(folder)
        log = folder.resolve('log')
        rig.write('runbooks/shop/environments/test.yaml', 'environment: test\n')
        rig.runbook('shop/inner', """
            ${step('inner one')}
            cleanup { ${step('inner off')} }
            """)
        rig.runbook('shop/other', step('other'))
        rig.runbook('shop/deploy', """
            lock 'shop'
            def on = step('on') { shell "echo token-42; echo on >> $log"; budget 1.minute }
            phase('Deploy') {
                ${step('freeze')}
                parallel('Both') { ${step('left')}; ${step('right')} }
                notify('team') { text 'both are done' }
                step('in') { follow 'shop/inner' }
                ${step('never')}
                cleanup { ${step('unfreeze')} }
            }
            phase('Later') { ${step('more')}; cleanup { ${step('more off')} } }
            cleanup { step('off') { shell "echo off \${on.stdout} >> $log"; budget 1.minute } }
            """)
        rig.write('runbooks/shop/environments/test.yaml', "environment: test\nchannels: { team: { file: $folder/team.txt } }\n")
    }

    def 'the cleanups of what had begun run, inner ones first: the engine died in #step'() {
        given:
        diedIn(step)

        when:
        def abort = rig.run('abort', 'last', '--reason', 'wrong version')

        then:
        abort.exit == 0
        ran() == cleanups
        abort.out.contains('Its cleanup runs now: ')
        abort.out.contains('is aborted; its engine had died')
        end().status() == RunStatus.ABORTED
        end().cause().startsWith('stopped by ')
        !Files.exists(folder.resolve('team.txt')) || step == 'in › inner one' || step == 'never'

        where:
        step             | cleanups
        'freeze'         | ['unfreeze', 'off token-42']
        'right'          | ['unfreeze', 'off token-42']
        'in › inner one' | ['inner off', 'unfreeze', 'off token-42']
        'never'          | ['unfreeze', 'off token-42']
        'more'           | ['more off', 'off token-42']
    }

    def 'afterwards it is ended: it is not resumed, and another abort does nothing'() {
        given:
        diedIn('never')
        rig.run('abort', 'last')

        when:
        def again = rig.run('abort', 'last')
        def resume = rig.run('resume', 'last')

        then:
        again.exit == 0
        again.out.contains('was aborted before')
        again.out.contains('cannot be resumed: its cleanup ran')
        resume.exit != 0
        resume.err.contains('its cleanup ran')
        !rig.run('show', 'last').out.contains('runbook resume')
        ran() == ['unfreeze', 'off token-42']
    }

    @Thorough('aborts a run at each record of another abort')
    def 'the engine that cleans up dies at each of its records: the next abort continues'() {
        given:
        diedIn('never')
        int before = lines().size()
        rig.run('abort', 'last', '--quiet')
        def whole = lines()

        expect:
        (before..<whole.size()).findAll { kept ->
            Files.write(journal(), whole.take(kept))
            Files.deleteIfExists(log)
            def done = whole.take(kept).count { it.contains('"AttemptFinished"') && (it.contains('"unfreeze"') || it.contains('"off"')) }
            def again = rig.run('abort', 'last', '--quiet', '--retry')
            again.exit != 0 || end().status() != RunStatus.ABORTED || ran() != ['unfreeze', 'off token-42'].drop(done)
        } == []
        whole.size() - before > 8
    }

    def 'a step of a cleanup that was in progress is not repeated without a decision'() {
        given:
        diedIn('never')
        rig.run('abort', 'last', '--quiet')
        rig.cutAfter('unfreeze')
        Files.delete(log)

        when:
        def undecided = rig.run('abort', 'last')

        then:
        undecided.exit == 2
        undecided.err.contains("step 'unfreeze' was in progress when the engine stopped")
        undecided.err =~ /runbook abort \S+ --retry \(run it again\), or --skip/
        undecided.err =~ /without its cleanup: runbook abort \S+ --no-cleanup/
        ran() == []

        when:
        def skipped = rig.run('abort', 'last', '--skip')

        then:
        skipped.exit == 0
        ran() == ['off token-42']
    }

    def 'without its cleanup it only ends, and what did not run is named'() {
        given:
        diedIn('never')

        when:
        def abort = rig.run('abort', 'last', '--no-cleanup', '--json')

        then:
        abort.exit == 0
        new JsonSlurper().parseText(abort.out).notCleanedUp == ['unfreeze', 'off']
        ran() == []
    }

    def 'what cannot be cleaned up is not aborted, and says how it can be: #why'() {
        given:
        diedIn('never')
        def held = prepare(folder)

        when:
        def abort = rig.run('abort', 'last', '--json')

        then:
        abort.exit == exit
        abort.err.contains(message)
        abort.err.contains('without its cleanup: runbook abort')
        end() == null
        ran() == []

        cleanup:
        held instanceof LockFile && held.close()

        where:
        why                        | prepare                                                                                     || exit | message
        'another run has its lock' | { LockFile.take(it.resolve('home/locks/test--shop')).get().tap { says('maria, process 1') } } || 5    | "lock 'shop' in test is held"
        'its runbook has changed'  | { Files.writeString(it.resolve('runbooks/shop/other.groovy'), "runbook('shop/other') { step('x') { shell 'true'; budget 1.minute } }"); def file = it.resolve('runbooks/shop/deploy.groovy'); Files.writeString(file, Files.readString(file) + '// x') } || 2 | '--accept-changed'
        'its runbook is gone'      | { Files.delete(it.resolve('runbooks/shop/deploy.groovy')) }                                  || 2    | '--runbook FILE'
    }

    def 'a cleanup that fails is named: it reads a value that is not there'() {
        given:
        diedIn('on')

        when:
        def abort = rig.run('abort', 'last')

        then:
        abort.exit == 1
        end().status() == RunStatus.ABORTED
        abort.out.contains("not cleaned up: 'off'")
        ran() == []
    }

    def 'a failure without its handler begun does not begin it'() {
        given:
        rig.runbook('shop/deploy', """
            step('on') { shell "echo on >> $log; exit 1"; budget 1.minute }
            onFailure { ${step('handler')} }
            cleanup { ${step('off')} }
            """)
        rig.run('run', 'shop/deploy', '-e', 'test', '--quiet')
        def whole = lines()
        Files.write(journal(), whole.take(whole.findIndexOf { it.contains('"HandlerStarted"') }))
        Files.delete(log)

        when:
        def abort = rig.run('abort', 'last')

        then:
        abort.exit == 0
        ran() == ['off']
    }

    private String step(String name) {
        "step('$name') { shell 'echo $name >> $log'; budget 1.minute }"
    }

    /** Runs the whole runbook, and cuts its journal in an attempt of a step. */
    private void diedIn(String step) {
        def run = rig.run('run', 'shop/deploy', '-e', 'test', '--quiet')
        assert run.exit == 0: run.err
        rig.cutAfter(step)
        Files.delete(log)
        Files.deleteIfExists(folder.resolve('team.txt'))
    }

    private Path journal() {
        new RunStore(folder.resolve('home')).find('last').path().resolve('journal')
    }

    private List<String> lines() {
        Files.readAllLines(journal())
    }

    private end() {
        new RunStore(folder.resolve('home')).find('last').lifecycle().end().orElse(null)
    }

    private List<String> ran() {
        Files.exists(log) ? Files.readAllLines(log) : []
    }
}
