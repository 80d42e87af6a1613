package dev.runbook.cli

import dev.runbook.journal.event.ExitCode
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions

/** Files that another user of the machine may have written are not run, and not used as compiled classes or journals. */
class TrustedFilesSpec extends Specification {
    @TempDir
    Path folder

    CommandRig rig

    def setup() {
        rig = new CommandRig(folder)
        rig.runbook('demo/one', "step('One') { shell 'echo one > $folder/done' }")
    }

    def 'a runbook in a folder that others may write to is checked, but not run'() {
        given:
        open(folder.resolve('runbooks/demo'))

        when:
        def answer = rig.run('run', 'demo/one')

        then:
        rig.run('check', 'demo/one').exit == 0
        answer.exit == ExitCode.NOT_STARTED.number()
        answer.err.contains('runbooks/demo/one.groovy is not run: other users may write to the folder')
        !Files.exists(folder.resolve('done'))
    }

    def 'a #kind that others may write to is not run'() {
        given:
        rig.runbook('demo/two', "step('Two') { $word }")
        rig.write('runbooks/demo/environments/lab.yaml', 'databases: { shop: { url: "jdbc:sqlite:shop.db" } }')
        open(rig.write('runbooks/demo/two.txt', 'create table done (id integer)'))

        when:
        def answer = rig.run('run', 'demo/two', '-e', 'lab')

        then:
        answer.exit == ExitCode.NOT_STARTED.number()
        answer.err.contains('runbooks/demo/two.txt is not run: other users may write to it')

        where:
        kind     | word
        'script' | "shell file: 'two.txt'"
        'query'  | "sql file: 'two.txt', on: 'shop'"
    }

    def 'an environment file that others may write to is not used'() {
        given:
        def file = rig.write('runbooks/demo/environments/lab.yaml', 'settings: { a: b }')
        open(file)

        expect:
        rig.run('run', 'demo/one', '-e', 'lab').err.contains('lab.yaml is not run: other users may write to it')
    }

    def 'a command of an environment file that others may write to is not run by #command: #key'() {
        given:
        rig.runbook('demo/two', "step('Two') { shell 'true'${key == 'secrets' ? ", env: [TOKEN: secret('TOKEN')]" : ''} }")
        def file = rig.write('runbooks/demo/environments/lab.yaml', "$key: $value".replace('DONE', "$folder/done"))

        expect: 'it is opened while others cannot write to the file'
        !rig.run(command, 'demo/two', '-e', 'lab').err.contains('is not run')
        Files.deleteIfExists(folder.resolve('done'))

        when:
        open(file)
        def answer = rig.run(command, 'demo/two', '-e', 'lab')

        then:
        answer.exit != 0
        (answer.out + answer.err).contains('lab.yaml is not run: other users may write to it')
        !Files.exists(folder.resolve('done'))

        where:
        command  | key       | value
        'run'    | 'secrets' | '{ TOKEN: { command: [sh, -c, "echo opened; echo x > DONE"] } }'
        'doctor' | 'secrets' | '{ TOKEN: { command: [sh, -c, "echo opened; echo x > DONE"] } }'
        'run'    | 'ping'    | '{ command: [sh, -c, "echo http://127.0.0.1:1/; echo x > DONE"] }'
    }

    def 'compiled classes are neither read from nor written to a folder that others may write to'() {
        given:
        def cache = folder.resolve('home/classes')

        when:
        assert rig.run('run', 'demo/one').exit == 0

        then:
        Files.exists(folder.resolve('done'))
        entries(cache) == 1

        when:
        open(cache)
        rig.runbook('demo/two', "step('Two') { shell 'true' }")
        assert rig.run('run', 'demo/two').exit == 0

        then:
        entries(cache) == 1
    }

    def 'runs are not kept in a folder that others may write to'() {
        given:
        open(Files.createDirectories(folder.resolve('home/runs')))

        expect:
        with(rig.run('run', 'demo/one')) {
            exit != 0
            err.contains('other users may write to it, so what it holds cannot be trusted')
        }
        !Files.exists(folder.resolve('done'))
    }

    def 'the path of a runbook in the working directory that hides one of the product is shown'() {
        given:
        rig.write('product/runbooks/demo/one.groovy', 'runbook("demo/one") { }')

        expect:
        rig.run('plan', 'demo/one').err.strip() ==
                "note: demo/one is read from $folder/runbooks/demo/one.groovy, which hides $folder/product/runbooks/demo/one.groovy"
        rig.run('run', 'demo/one', '--quiet').err == ''
    }

    private static void open(Path path) {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString('rwxrwxrwx'))
    }

    private static int entries(Path cache) {
        Files.list(cache).withCloseable { it.count() }
    }
}
