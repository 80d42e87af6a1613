package dev.runbook.docs

import dev.runbook.docs.coverage.Coverage
import dev.runbook.docs.coverage.Mark
import dev.runbook.machine.Machine
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

/** Every demand of the rollback plans is carried by a runbook, or gives the reason why not. */
class CoverageSpec extends Specification {
    static final Path TOP = Machine.repository.toPath()
    static final Path RUNBOOKS = TOP.resolve('runbooks')
    static final List<Path> MARKED = [RUNBOOKS, TOP.resolve('samples/schedule'), TOP.resolve('samples/monitoring')]

    @TempDir
    Path folder

    def 'each demand of #system.fileName is carried or gives a reason, and the page is up to date; -Drunbook.docs.write=true writes it'() {
        given:
        def coverage = Coverage.of(system, MARKED)
        def page = system.resolve(Coverage.PAGE)
        if (Boolean.getBoolean('runbook.docs.write')) {
            Files.writeString(page, coverage.page(system))
        }

        expect:
        coverage.problems() == []
        Files.readString(page) == coverage.page(system)

        where:
        system << Coverage.systems(RUNBOOKS)
    }

    def 'each mark names a demand of a plan, and a demand stands once'() {
        given:
        def plans = Coverage.systems(RUNBOOKS).collect { Coverage.of(it, MARKED) }
        def numbers = plans*.numbers().flatten()

        expect:
        plans[0].marks().keySet() - numbers == [] as Set
        numbers.countBy { it }.findAll { it.value > 1 } == [:]
    }

    def 'a mark names the step, trigger or file after it'() {
        given:
        Files.writeString(folder.resolve('a.groovy'), """\
            // covers E1, E3-E5
            runbook('a/b') {
                // covers E7
                // A reason.
                def first = step("The first") {
                }
                verify('The second') {              // covers E9
                }
            }
            """.stripIndent())
        Files.writeString(folder.resolve('t.sql'), '-- covers E8\nselect 1\n')

        expect:
        Mark.in(folder).collect { "$it.number $it.line $it.what".toString() } == [
            "E1 2 runbook 'a/b'", "E3 2 runbook 'a/b'", "E4 2 runbook 'a/b'", "E5 2 runbook 'a/b'", "E7 5 step 'The first'", "E9 7 verify 'The second'", 'E8 1 ']
    }

    def 'a demand that nothing carries needs a reason, and a carried one has none'() {
        given:
        Files.writeString(folder.resolve('plan.yaml'), '''\
            plan: A plan
            demands:
              - { number: E1, section: "1", kind: procedure, asks: carried }
              - { number: E2, section: "1", kind: report, asks: reasoned, open: "later: a person writes it" }
              - { number: E3, section: "2", kind: trigger, asks: forgotten }
              - { number: E4, section: "2", kind: trigger, asks: carried after all, open: not yet }
            '''.stripIndent())
        Files.writeString(folder.resolve('a.groovy'), "// covers E1, E4\nrunbook('a/b') {}\n")
        def coverage = Coverage.of(folder, [folder])

        expect:
        coverage.problems() == ["E3 (forgotten) is not carried, and has no reason in 'open'", "E4 (carried after all) is carried: remove its 'open'"]
        coverage.page(folder).contains("| E1 | procedure | carried | [runbook 'a/b'](a.groovy#L2) |")
        coverage.page(folder).contains('| E2 | report | reasoned | later: a person writes it |')
    }
}
