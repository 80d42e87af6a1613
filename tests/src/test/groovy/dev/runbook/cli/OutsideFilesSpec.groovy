package dev.runbook.cli

import dev.runbook.journal.event.ExitCode
import groovy.json.JsonSlurper
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Files
import java.nio.file.Path

/**
 * Links and paths in an untrusted checkout: {@code check} and {@code plan} read nothing outside the runbooks' folder,
 * and quote nothing of it.
 */
class OutsideFilesSpec extends Specification {
    static final String PRIVATE = 'private-word-of-another-file'

    @TempDir
    Path folder

    CommandRig rig

    def setup() {
        rig = new CommandRig(folder)
        // a mistake in every language, so that each reader would quote the line
        rig.write('elsewhere/secret.txt', "insert into x values (1; $PRIVATE: [\n\${$PRIVATE} :$PRIVATE\n")
        rig.write('runbooks/demo/good.sh', 'true')
    }

    def '#command refuses #what with one line and quotes nothing'() {
        given:
        rig.runbook('demo/one', body)
        links.each { name, target -> link(name, target) }

        when:
        def answer = rig.run(*([command, 'demo/one'] + options.collect { it.replace('HERE', folder.toString()) }))

        then:
        answer.exit == ExitCode.NOT_STARTED.number()
        answer.out == ''
        answer.err.contains('leads out of')
        !answer.err.contains(PRIVATE)

        where:
        [command, kind] << [['check', 'plan'], [
            ['a runbook that is a link', [], ['runbooks/demo/one.groovy': 'elsewhere/secret.txt'], TRUE],
            ['an environment that is a link', ['-e', 'test'], ['runbooks/demo/environments/test.yaml': 'elsewhere/secret.txt'], TRUE],
            ['a folder of environments that is a link', ['-e', 'secret'], ['runbooks/demo/environments': 'elsewhere', 'elsewhere/secret.yaml': 'elsewhere/secret.txt'], TRUE],
            ['an environment named by a file that is a link', ['-e', 'HERE/runbooks/demo/env.yaml'], ['runbooks/demo/env.yaml': 'elsewhere/secret.txt'], TRUE],
            ['parameters that are a link', ['--params', 'runbooks/p.yaml'], ['runbooks/p.yaml': 'elsewhere/secret.txt'], TRUE],
            ['a script that is a link', [], ['runbooks/demo/s.sh': 'elsewhere/secret.txt'], "step('One') { shell file: 's.sh' }"],
            ['a script through a linked folder', [], ['runbooks/demo/x': 'elsewhere'], "step('One') { shell file: 'x/secret.txt' }"],
            ['a script by ..', [], [:], "step('One') { shell file: '../../elsewhere/secret.txt' }"],
            ['a script by its whole path', [], [:], "step('One') { shell file: '/etc/passwd' }"],
            ['a remote script', [], [:], "step('One') { ssh file: '../../elsewhere/secret.txt', on: 'db' }"],
            ['a PowerShell script', [], [:], "step('One') { powershell file: '../../elsewhere/secret.txt' }"],
            ['SQL that is a link', [], ['runbooks/demo/s.sql': 'elsewhere/secret.txt'], "step('One') { sql file: 's.sql', on: 'db' }"],
            ['SQL by ..', [], [:], "step('One') { sql file: '../../elsewhere/secret.txt', on: 'db' }"],
            ['a template that is a link', [], ['runbooks/demo/templates/t.md': 'elsewhere/secret.txt'], "$TRUE; notify('ops') { on started; template 't.md' }"],
            ['a template by ..', [], [:], "$TRUE; notify('ops') { on started; template '../../../elsewhere/secret.txt' }"],
            ['a followed runbook that is a link', [], ['runbooks/demo/two.groovy': 'elsewhere/secret.txt'], "$TRUE; onFailure { fallBackTo 'demo/two' }"],
        ]].combinations()
        what = kind[0]
        options = kind[1]
        links = kind[2]
        body = kind[3]
    }

    def '#command does not wait for a pipe or a device: #options'() {
        given:
        rig.runbook('demo/one', TRUE)
        assert ['mkfifo', "$folder/pipe"].execute().waitFor() == 0

        when:
        def answer = rig.run(command, 'demo/one', *options*.replace('HERE', folder.toString()))

        then:
        answer.exit == ExitCode.NOT_STARTED.number()
        answer.err =~ /^\S+ is not a regular file\n$/

        where:
        [command, options] << [['check', 'plan'], [['-e', 'HERE/pipe'], ['--params', 'pipe'], ['-e', '/dev/zero']]].combinations()
    }

    def 'a linked folder in a checkout is rejected too'() {
        given:
        rig.write('checkout/.git/HEAD', 'ref')
        rig.write('elsewhere/two.groovy', PRIVATE)
        link('checkout/runbooks', 'elsewhere')

        expect:
        with(rig.run('check', 'checkout/runbooks/two.groovy')) {
            err.contains('is a symbolic link that leads out of')
            !err.contains(PRIVATE)
        }
    }

    def 'with --json the rejected file has its result among the others'() {
        given:
        rig.runbook('demo/one', TRUE)
        rig.runbook('demo/two', TRUE)
        link('runbooks/demo/one.groovy', 'elsewhere/secret.txt')

        expect:
        new JsonSlurper().parseText(rig.run('check', 'demo/one', 'demo/two', '--json').out)*.ok == [false, true]
    }

    def 'the folder itself, and those above it, may be links'() {
        given:
        rig.runbook('demo/one', "step('One') { shell file: '../shared/s.sh' }; notify('ops') { on started; template 't.md' }")
        rig.write('runbooks/shared/s.sh', 'true')
        rig.write('runbooks/demo/templates/t.md', 'started')
        rig.write('runbooks/demo/environments/..data/test.yaml', 'channels: { ops: console }')
        Files.createSymbolicLink(folder.resolve('runbooks/demo/environments/test.yaml'), Path.of('..data/test.yaml'))
        Files.move(folder.resolve('runbooks'), folder.resolve('kept'))
        link('opt', 'kept')
        link('runbooks', 'opt')

        expect:
        rig.run('check', 'demo/one', '-e', 'test').exit == 0
        rig.run('check', folder.resolve('runbooks/demo/one.groovy').toString(), '-e', 'test').exit == 0
        rig.run('plan', 'demo/one', '-e', 'test').exit == 0
        rig.run('run', 'demo/one', '-e', 'test').exit == 0
    }

    def 'a run reads files that its operator names anywhere, but a runbook names no file outside its folder'() {
        given:
        rig.runbook('demo/one', "param 'why', 'Why'\nstep('One') { shell \"echo \${params.why}\" }")
        Files.move(folder.resolve('runbooks/demo/one.groovy'), folder.resolve('elsewhere/one.groovy'))
        link('runbooks/demo/one.groovy', 'elsewhere/one.groovy')
        rig.write('elsewhere/test.yaml', 'settings: { a: b }')
        link('runbooks/environments/test.yaml', 'elsewhere/test.yaml')
        rig.write('elsewhere/p.yaml', 'why: because')
        link('p.yaml', 'elsewhere/p.yaml')
        rig.runbook('demo/two', "step('One') { shell file: '../../elsewhere/secret.txt' }")

        expect:
        rig.run('run', 'demo/one', '-e', 'test', '--params', 'p.yaml').exit == 0
        with(rig.run('run', 'demo/two')) {
            exit == ExitCode.NOT_STARTED.number()
            err.contains('leads out of')
        }
    }

    static final String TRUE = "step('One') { shell 'true' }"

    private void link(String name, String target) {
        def file = folder.resolve(name)
        Files.createDirectories(file.parent)
        Files.deleteIfExists(file)
        Files.createSymbolicLink(file, folder.resolve(target))
    }
}
