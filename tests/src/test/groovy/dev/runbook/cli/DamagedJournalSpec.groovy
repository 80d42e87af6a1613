package dev.runbook.cli

import dev.runbook.journal.RunFolder
import dev.runbook.journal.RunStore
import groovy.json.JsonSlurper
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

/** A damaged journal: every command that reads the run reports the same. */
class DamagedJournalSpec extends Specification {
    @TempDir
    Path folder

    CommandRig rig
    RunFolder run

    def setup() {
        rig = new CommandRig(folder)
        rig.runbook('demo/two', "step('One') { shell 'true' }; step('Two') { shell 'true' }")
        rig.run('run', 'demo/two')
        run = new RunStore(folder.resolve('home')).find('last')
    }

    def 'a changed byte in record #record is the status in every command, and the run cannot be resumed'() {
        given:
        change(record)
        def flaw = "journal damaged at record $record"

        expect:
        rig.run('verify', 'last').out.contains("damaged: record $record at byte ")
        with(rig.run('show', 'last')) { (out + err).contains(flaw) && !(out + err).contains('engine died') }
        with(rig.run('history').out.readLines()) { size() == 2 && it[1].contains(run.id()) && it[1].contains(flaw) }
        new JsonSlurper().parseText(rig.run('history', '--json').out)[0].with { status == 'damaged' && it.flaw == flaw }
        with(rig.run('resume', 'last')) { exit == 2 && err.startsWith("run ${run.id()} cannot be resumed: $flaw at byte ") && isReported(err) }
        with(rig.run('attach', 'last')) { exit == 5 && err.startsWith("run ${run.id()} cannot be resumed: $flaw at byte ") && isReported(err) }
        with(rig.run('abort', 'last')) { exit == 5 && err.startsWith("run ${run.id()} cannot be resumed: $flaw at byte ") && isReported(err) }

        where:
        record << [1, 4]
    }

    def 'show reports the damage with the status, and shows no step without a name as unknown'() {
        given:
        change(6)

        expect:
        with(rig.run('show', 'last')) {
            exit == 0
            out.readLines()[0].endsWith('  journal damaged at record 6')
            !(out =~ /(?m)^\? {2,}/)
        }
        new JsonSlurper().parseText(rig.run('show', 'last', '--json').out).status == 'damaged'
        rig.run('show', 'last', '--format', 'html').out.contains('<strong>journal damaged at record 6</strong>')
    }

    def 'records after the end of a run do not change its end'() {
        given:
        Files.write(journal(), 'garbage\n'.bytes, java.nio.file.StandardOpenOption.APPEND)

        expect:
        ['resume', 'abort', 'attach'].every {
            rig.run(it, 'last').err.startsWith("run ${run.id()} has ended: succeeded; journal damaged at record ")
        }
    }

    def 'no command offers to resume a run with an empty journal'() {
        given:
        Files.write(journal(), new byte[0])

        expect:
        ['show', 'resume', 'abort', 'attach'].every {
            def answer = rig.run(it, 'last')
            answer.exit in [2, 5] && answer.err == "run ${run.id()} has no record: its engine died before the first\n  nothing was touched; start the runbook again\n"
        }
        rig.run('history').out.contains('no record')
    }

    def 'a missing journal, or a folder in its place, is reported in one line'() {
        given:
        Files.delete(journal())

        expect:
        rig.run('show', run.id()).err == "run ${run.id()} has no journal, so nothing is known about it\n"
        rig.run('show', 'last').err.startsWith('no runs in ')

        when:
        Files.createDirectory(journal())

        then:
        with(rig.run('show', 'last').err) {
            it.startsWith("runbook: cannot read the journal ${journal()}: it is a folder, not a file")
            !it.contains('Exception')
            !it.contains('internal error')
        }
        rig.run('history').out.contains('unreadable')
    }

    def 'other files among the runs are ignored'() {
        given:
        def runs = folder.resolve('home/runs')
        Files.createDirectories(runs.resolve('lost+found'))
        Files.createDirectories(runs.resolve('zzz'))
        Files.createFile(Files.createDirectories(runs.resolve('zz')).resolve('journal'))
        Files.createDirectories(runs.resolve('20991231-235959-aa'))

        expect:
        rig.run('show', 'last').out.contains(run.id())
        rig.run('history').out.readLines().size() == 2
        rig.run('resume', 'last').err == "run ${run.id()} cannot be resumed: it has ended (succeeded)\n"
    }

    private boolean isReported(String err) {
        err.contains('start the runbook again with --from') && !err.contains('internal error')
    }

    private Path journal() {
        run.path().resolve('journal')
    }

    /** Changes one letter of the text of a record. */
    private void change(int record) {
        def lines = Files.readAllLines(journal())
        lines[record - 1] = lines[record - 1].replaceFirst('"at":"2', '"at":"3')
        Files.writeString(journal(), lines.join('\n') + '\n')
    }
}
