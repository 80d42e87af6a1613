package dev.runbook.cli

import groovy.json.JsonSlurper
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Requires
import spock.lang.Specification
import spock.lang.TempDir

/** A fault in one file neither ends nor hides the check of the others, and every problem has a place. */
class CheckFaultsSpec extends Specification {
    @TempDir
    Path folder

    CommandRig rig

    def setup() {
        rig = new CommandRig(folder)
        rig.runbook('demo/first', "step('x') { shell 'y' }")
        rig.runbook('demo/last', "step('x') { shell 'y' }")
    }

    def 'one file has a fault: one line with its cure, and the other files are checked: #fault'() {
        given:
        rig.write('runbooks/demo/bad.groovy', "runbook('demo/bad') {\n    step('x') { shell 'y' }\n    $text\n}\n")

        when:
        def data = new JsonSlurper().parseText(rig.run('check', 'demo/first', 'demo/bad', 'demo/last', '--json').out)
        def problem = data[1].problems[0]

        then:
        data*.ok == [true, false, true]
        data[1].problems.size() == 1
        problem.file.endsWith('bad.groovy')
        problem.line == 3
        problem.message == message
        problem.cures != []

        and:
        rig.run('check', 'demo/first', 'demo/bad', 'demo/last').out == 'ok  demo/first\nok  demo/last\n'

        where:
        fault                      | text                                                                    || message
        'nested lists'             | "def x = ${'[' * 10_000}${']' * 10_000}"                                || TOO_DEEP
        'nested lists, unclosed'   | 'def x = ' + '[' * 10_000                                               || TOO_DEEP
        'nested brackets'          | "def x = ${'(' * 10_000}1${')' * 10_000}"                               || TOO_DEEP
        'nested blocks'            | "${(1..200).collect { "phase('p$it') { " }.join()} ${'}' * 200}"        || TOO_DEEP
        'nested values'            | "step('b') { shell \"\${${'[' * 10_000}${']' * 10_000}}\" }"            || TOO_DEEP
        'a chain of else if'       | "if (1 == 2) { }" + (1..200).collect { " else if (1 == $it) { step('s$it') { shell 'y' } }" }.join() || TOO_MANY
        'if in if'                 | 'if (1 == 1) ' * 200 + "step('z') { shell 'y' }"                         || TOO_MANY
        'a chain of choices'       | "def x = ${(1..200).collect { "1 == $it ? 1 : " }.join()}0"              || TOO_MANY
        'types in types'           | "${'List<' * 200}String${'>' * 200} x = null"                            || TOO_MANY
        'very many values'         | "def a = 'x'; step('b') { shell \"${'$a ' * 600}\" }"                  || 'a text has more than 500 values here'
        'very many variables'      | (1..1100).collect { "def a$it = $it" }.join('; ')                        || 'a file has at most 1000 variables'
        'very many blocks'         | (1..1100).collect { "step('s$it') { if (true) { } }" }.join('; ')        || 'a file has at most 2000 blocks'
        'a very long text'         | "step('b') { shell 'echo ${'€' * 30_000}' }"                             || 'a text of more than 65535 bytes is too long here'
        'a very long name'         | "def ${'x' * 70_000} = 1"                                                 || 'a name has at most 500 characters'
        'a very long word'         | "${'x' * 70_000} 'y'"                                                    || 'a name has at most 500 characters'
        'a chain of operators'     | "def x = ${(['1'] * 20_000).join('+')}"                                 || TOO_LONG
    }

    def 'nesting as deep as a person writes is accepted'() {
        given:
        rig.write('runbooks/demo/deep.groovy', "runbook('demo/deep') {\n def x = ${'[' * 90}${']' * 90}\n step('x') { shell 'echo ((((((((((' }\n}\n")

        expect:
        rig.run('check', 'demo/deep').exit == 0
    }

    def 'an unreadable file is one problem with a place: #fault'() {
        given:
        write(folder.resolve('runbooks/demo/bad.groovy'))

        when:
        def data = new JsonSlurper().parseText(rig.run('check', 'demo/first', 'runbooks/demo/bad.groovy', 'demo/last', '--json').out)
        def problem = data[1].problems[0]

        then:
        data*.ok == [true, false, true]
        data[1].problems.size() == 1
        problem.file.endsWith('runbooks/demo/bad.groovy')
        problem.line == line
        problem.message.startsWith(message)

        where:
        fault               | write                                                                                    || line | message
        'not text'          | { Files.write(it, [0x2f, 0x2f, 0x0a, 0x2f, 0x2f, 0xe9, 0x0a] as byte[]) }                || 2    | 'the file cannot be read: it is not text in UTF-8 (line 2)'
        'too large'         | { Files.writeString(it, '// x\n' * 300_000) }                                            || 1    | 'the file cannot be read: it is larger than 1 MiB'
        'a folder'          | { Files.createDirectory(it) }                                                            || 1    | 'is a folder, not a runbook'
        'missing'           | { }                                                                                      || 1    | 'no such file'
        'a circle of links' | { Files.createSymbolicLink(it, it) }                                                     || 1    | 'cannot be read, it is a symbolic link, or leads through too many of them'
        'empty'             | { Files.writeString(it, '') }                                                            || 1    | 'this file contains no runbook'
    }

    @Requires({ System.getProperty('user.name') != 'root' })
    def 'an unreadable folder hides only its own content'() {
        given:
        def closed = Files.createDirectories(folder.resolve('runbooks/closed'))
        closed.toFile().setReadable(false)

        expect:
        rig.run('check', 'demo/firs').err.contains("did you mean 'demo/first'?")

        cleanup:
        closed.toFile().setReadable(true)
    }

    def 'a problem of the options is reported for every file in JSON'() {
        when:
        def answer = rig.run('check', 'demo/first', 'demo/last', '--params', 'none.yaml', '--json')
        def data = new JsonSlurper().parseText(answer.out)

        then:
        answer.exit == 2
        data*.runbook == ['demo/first', 'demo/last']
        data*.ok == [false, false]
        data*.problems.flatten()*.message.every { it.startsWith('no such file: ') }

        and:
        rig.run('check', 'demo/first', 'demo/last', '--params', 'none.yaml').err.count('no such file') == 1
    }

    def 'an undeclared parameter is reported at the runbook'() {
        expect:
        rig.run('check', 'demo/first', '-p', 'name=x').err.contains("first.groovy:1:9: there is no parameter 'name'")
    }

    static final String TOO_DEEP = 'brackets are nested more than 100 deep here'
    static final String TOO_MANY = 'more than 100 conditions or types follow each other here'
    static final String TOO_LONG = "an expression or a chain of 'else if' in this file is too long to be read; this is its longest line"
}
