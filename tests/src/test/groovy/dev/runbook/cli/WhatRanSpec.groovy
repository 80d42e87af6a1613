package dev.runbook.cli

import dev.runbook.journal.event.*
import dev.runbook.journal.RunStore
import dev.runbook.journal.TextHash
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

/** The inputs of a run are kept with it and named in its first record; a resume with other inputs reports them. */
class WhatRanSpec extends Specification {
    @TempDir
    Path folder

    CommandRig rig

    def setup() {
        rig = new CommandRig(folder)
        rig.write('runbooks/demo/prepare.sh', 'echo prepared\n')
        rig.write('runbooks/shared/common.sh', 'echo common\n')
        rig.write('runbooks/demo/templates/hello.md', 'Hello\n')
        rig.write('runbooks/demo/environments/lab.yaml', '''
            environment: lab
            settings: { town: "${TOWN:-Ulm}" }
            channels: { team: console }
            secrets: { TOKEN: { env: TOKEN } }
        '''.stripIndent())
        rig.variables.TOKEN = 'very-secret-4711'
        rig.runbook('demo/other', "step('Another') { shell 'true' }")
        rig.runbook('demo/main', """
            step('One') { shell 'echo one >> $folder/ran' }
            step('Two') { idempotent(); shell "echo \${setting('town')} >> $folder/ran" }
            step('Three') { shell file: 'prepare.sh', env: [TOKEN: "\${secret('TOKEN')}"] }
            step('Four') { shell file: '../shared/common.sh' }
            notify('team') { template 'hello.md' }
            onFailure { fallBackTo 'demo/other' }
        """)
        with(rig.run('run', 'demo/main', '-e', 'lab')) {
            assert exit == 0: out + err
        }
    }

    def 'runbooks, scripts, templates and the environment are kept, with their hashes in the first record'() {
        expect:
        start().files().keySet() as List ==
                ['demo/main.groovy', 'demo/templates/hello.md', 'demo/prepare.sh', 'shared/common.sh', 'demo/other.groovy', 'environment.json']
        start().files().every { name, hash -> TextHash.of(kept("runbook/$name")) == hash }
        kept('runbook/demo/prepare.sh') == 'echo prepared\n'
        kept('runbook/environment.json').contains('"town" : "Ulm"')
        !kept('runbook/environment.json').contains('very-secret')
        with(rig.run('verify', 'last')) {
            exit == 0
            out =~ /ok  \S+: \d+ records, 6 kept texts, \d+ outputs, unchanged; head [0-9a-f]{64}/
        }
    }

    def 'verify finds a kept text that was changed or is missing'() {
        when:
        Files.writeString(run().path().resolve('runbook/demo/prepare.sh'), 'echo nothing\n')

        then:
        with(rig.run('verify', 'last')) {
            exit == 1
            out.endsWith('the kept runbook/demo/prepare.sh is not what ran: it was changed afterwards\n')
        }

        when:
        Files.delete(run().path().resolve('runbook/demo/prepare.sh'))

        then:
        rig.run('verify', 'last').out.endsWith('the kept runbook/demo/prepare.sh is missing\n')
    }

    def 'resume is rejected when #what has changed, and continues when the operator accepts it'() {
        given:
        rig.cutAfter('Two')
        change.call(rig)

        when:
        def refused = rig.run('resume', 'last')

        then:
        refused.exit == 2
        refused.err.readLines()[0].endsWith("cannot be resumed: ${what == 'environment.json' ? "the environment ($what)" : what} has changed since it began")
        Files.readAllLines(folder.resolve('ran')) == ['one', 'Ulm']

        when:
        def accepted = rig.run('resume', 'last', '--accept-changed')

        then:
        accepted.exit == 0
        Files.readAllLines(folder.resolve('ran')).take(2) == ['one', 'Ulm']
        Files.readAllLines(folder.resolve('ran')).size() == 3
        with(run().read().entries()*.event().find { it instanceof Resumed }) {
            changed().keySet() as List == [what]
        }
        rig.run('show', 'last').out.contains("$what changed")
        TextHash.of(kept("runbook/$what")) == start().files()[what]
        kept("runbook-2/$what") != kept("runbook/$what")
        rig.run('verify', 'last').exit == 0

        where:
        what                      | change
        'demo/main.groovy'        | { it.runbook('demo/main', Files.readString(it.folder.resolve('runbooks/demo/main.groovy')).readLines()[2..-2].join('\n')
                                        .replace('echo one', 'echo uno')) }
        'demo/other.groovy'       | { it.runbook('demo/other', "step('Another') { shell 'false' }") }
        'demo/prepare.sh'         | { it.write('runbooks/demo/prepare.sh', 'echo ready\n') }
        'demo/templates/hello.md' | { it.write('runbooks/demo/templates/hello.md', 'Good day\n') }
        'environment.json'        | { it.variables.TOWN = 'Aulendorf' }
    }

    def 'an accepted change is the reference of the next resume'() {
        given:
        rig.cutAfter('Two')
        rig.write('runbooks/demo/prepare.sh', 'echo ready\n')
        rig.run('resume', 'last', '--accept-changed')
        rig.cutAfter('Four')

        expect: 'the same inputs are not a change'
        rig.run('resume', 'last', '--retry').exit == 0

        when: 'the first text is a change now'
        rig.cutAfter('Four')
        rig.write('runbooks/demo/prepare.sh', 'echo prepared\n')

        then:
        rig.run('resume', 'last', '--retry').err.contains('demo/prepare.sh has changed since it began')
        rig.run('resume', 'last', '--retry', '--accept-changed').exit == 0
        kept('runbook-2/demo/prepare.sh') == 'echo ready\n'
        kept('runbook-3/demo/prepare.sh') == 'echo prepared\n'
    }

    private run() {
        new RunStore(folder.resolve('home')).find('last')
    }

    private RunStarted start() {
        run().read().entries()[0].event() as RunStarted
    }

    private String kept(CharSequence name) {
        Files.readString(run().path().resolve(name.toString()))
    }
}
