package dev.runbook.compile

import dev.runbook.plan.ForEach
import spock.lang.Specification

/** {@code firstOf(name, in: { }) { one -> }} as planned, and its handle. */
class FirstOfWordSpec extends Specification implements RunbookTexts, ReadPlans {
    static final TEXT = '''
        def list = step('Backups') { shell 'ls -t' }
        def backup = firstOf('A whole backup', in: { list.lines }) { file ->
            budget 2.minutes
            verify('Whole') { shell "test -s ${file}" }
        }
        step('Restore') { shell "restore ${backup.value}" }'''

    def 'the value of the handle is the element that holds'() {
        given:
        def runbook = check(inRunbook(TEXT))
        def first = runbook.plan().nodes()[1] as ForEach
        def restore = runbook.plan().nodes()[2]

        expect:
        first.kind() == ForEach.Kind.FIRST
        first.describe() == 'up to the first that holds of Backups: lines'
        shown(restore) == 'restore ‹A whole backup: value›'

        when:
        runbook.runsWith(known(Backups: [stdout: 'b.sql\na.sql', ok: true], 'A whole backup': [value: 'a.sql', ok: true]))

        then:
        first.iterations().read()*.item() == ['b.sql', 'a.sql']
        shown(restore.body().read()) == 'restore ‹a.sql›'
    }

    def 'wrong input has one clear line: #use'() {
        expect:
        messageOf(inRunbook("def list = step('Backups') { shell 'ls -t' }\n$use")).readLines()[0].contains(message)

        where:
        use                                                                                                                      || message
        "def b = firstOf('B', in: { list.lines }) { file -> verify('W') { shell 'x' } }\nstep('R') { shell \"x \${b.stdout}\" }" || "'b' runs firstOf, which provides no 'stdout'"
        "def b = firstOf('B', in: { list.lines }) { file -> verify('W') { shell 'x' } }\nstep('R') { shell \"x \${b}\" }"        || "'b' is the whole result of a step, not a value"
        "firstOf('B', in: { list.lines }) { file -> }"                                                                           || "firstOf 'B' has no members"
        "firstOf('B', in: { 'a' }) { file -> verify('W') { shell 'x' } }"                                                        || "firstOf 'B' iterates over a list, and this is not a list"
        "firstOf('B') { file -> verify('W') { shell 'x' } }"                                                                     || "firstOf"
        "firstOf('B', in: { list.lines }) { file -> atOnce 2; verify('W') { shell 'x' } }"                                       || "unknown word 'atOnce' in firstOf"
    }

    def 'a handle inside is the list of the results of all iterations'() {
        expect:
        messageOf(inRunbook('''
            def list = step('Backups') { shell 'ls -t' }
            firstOf('B', in: { list.lines }) { file -> def whole = verify('W') { shell "test -s ${file}" } }
            step('Report') { shell "echo ${whole*.exitCode}" }''')) == ''
    }
}
