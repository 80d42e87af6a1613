package dev.runbook.compile

import dev.runbook.compile.source.InvalidRunbookException
import dev.runbook.plan.Task
import dev.runbook.plan.Work
import spock.lang.Specification

/** Another runbook as a step, or as a fallback. */
class FollowSpec extends Specification implements RunbookTexts {

    def 'parameters of the same name are passed on, and explicit arguments take precedence'() {
        given:
        runbook('shop/restore', "param 'reason', 'why'\nparam 'kind', 'what', default: 'Full'\nstep('Restore') { shell \"restore \${params.kind} \${params.reason}\" }")
        runbook('shop/rollback', "param 'reason', 'why'\nstep('First') { follow 'shop/restore', kind: 'Database' }")

        when:
        def followed = follow(read('shop/rollback', [reason: 'a bad release']))

        then:
        followed.runbook().plan().id() == 'shop/restore'
        followed.arguments() == [reason: 'a bad release', kind: 'Database']
        (followed.runbook().plan().nodes()[0] as Task).work().act().action().shown() == 'restore ‹Database› ‹a bad release›'
    }

    def 'rejected: #why'() {
        given:
        runbook('shop/restore', other)
        runbook('shop/rollback', body)

        when:
        read('shop/rollback', [:])

        then:
        def refused = thrown(InvalidRunbookException)
        refused.message.contains(message)

        where:
        why                               | other                                                   | body                                                        || message
        'it is missing'                   | "step('x') { shell 'x' }"                               | "step('First') { follow 'shop/restor' }"                    || "'shop/restor' cannot be followed: there is no such runbook, did you mean 'shop/restore'?"
        'it does not check'               | "stpe('x') { shell 'x' }"                               | "step('First') { follow 'shop/restore' }"                   || "unknown word 'stpe' in runbook"
        'a circle'                        | "step('x') { follow 'shop/rollback' }"                  | "step('First') { follow 'shop/restore' }"                   || 'shop/rollback → shop/restore → shop/rollback is a circle'
        'a circle with itself'            | "step('x') { shell 'x' }"                               | "step('x') { shell 'x' }\nonFailure { fallBackTo 'shop/rollback' }" || 'shop/rollback → shop/rollback is a circle'
        'a parameter is missing'          | "param 'until', 'when'\nstep('x') { shell 'x' }"        | "step('First') { follow 'shop/restore' }"                   || "the parameter 'until' is missing: when"
        'a parameter it does not declare' | "step('x') { shell 'x' }"                               | "step('First') { follow 'shop/restore', until: 'now' }"     || "there is no parameter 'until'"
        'a value it does not take'        | "param 'n', 'how many', type: Integer\nstep('x') { shell 'x' }" | "step('First') { follow 'shop/restore', n: 'many' }" || "the parameter 'n' takes a whole number, not 'many'"
        'as the end of an inner verify'   | "step('x') { shell 'x' }"                               | "step('First') { shell 'x'; verify('v') { shell 'v'; onFailure { fallBackTo 'shop/restore' } } }" || "a verify inside a step cannot fall back"
        'as the end of an undo'           | "step('x') { shell 'x' }"                               | "step('First') { shell 'x'; undo { shell 'v'; onFailure { step('s') { shell 's'; onFailure { fallBackTo 'shop/restore' } } } } }" || "an undo cannot fall back"
        'two actions'                     | "step('x') { shell 'x' }"                               | "step('First') { shell 'x'; follow 'shop/restore' }"        || "one action only"
        'a retry of the whole'            | "step('x') { shell 'x' }"                               | "step('First') { follow 'shop/restore'; retry 2 }"          || "'retry' has no effect in a step that follows a runbook"
        'an attempt of the whole'         | "step('x') { shell 'x' }"                               | "step('First') { follow 'shop/restore'; attempt 2.minutes }" || "'attempt' has no effect in a step that follows a runbook"
        'an answer of the whole'          | "step('x') { shell 'x' }"                               | "step('First') { follow 'shop/restore'; expect { ok } }"    || "'expect' has no effect in a step that follows a runbook"
        'a probe of the whole'            | "step('x') { shell 'x' }"                               | "step('First') { follow 'shop/restore'; alreadyDone { shell 'x' } }" || "'alreadyDone' has no effect in a step that follows a runbook"
        'a whole to be repeated'          | "step('x') { shell 'x' }"                               | "step('First') { idempotent(); follow 'shop/restore' }"     || "'idempotent' has no effect in a step that follows a runbook"
        'a name twice'                    | "step('x') { shell 'x' }"                               | "step('First') { follow 'shop/restore'; verify('x') { shell 'x' } }" || "'x' is already the name of something in shop/restore already"
        'out of the folder'               | "step('x') { shell 'x' }"                               | "step('First') { follow '../../etc/passwd' }"               || 'there is no such runbook'
    }

    def 'the name of a runbook is its path'() {
        given:
        file("runbook('shop/other') { step('x') { shell 'x' } }", 'runbooks/shop/rollback.groovy')

        when:
        read('shop/rollback', [:])

        then:
        def refused = thrown(InvalidRunbookException)
        refused.diagnostics()[0].message() == "the runbook 'shop/other' is declared in the file of 'shop/rollback'"
        refused.diagnostics()[0].place().column() == 9
    }

    def 'a value known only at run time is passed on as such'() {
        given:
        runbook('shop/restore', "param 'from', 'where'\nstep('Restore') { shell \"restore \${params.from}\" }")
        runbook('shop/rollback', "def backup = step('Backup') { shell 'backup' }\nstep('Then') { follow 'shop/restore', from: backup.stdout }")

        when:
        def plan = read('shop/rollback', [:])
        def followed = (plan.plan().nodes()[1] as Task).work().act() as Work.Follow

        then:
        (followed.runbook().plan().nodes()[0] as Task).work().act().action().shown() == 'restore ‹Backup: stdout›'
    }

    private void runbook(String id, String body) {
        file("runbook('$id') {\n$body\n}", "runbooks/${id}.groovy")
    }

    private read(String id, Map arguments) {
        reader().read(RunbookRequest.toCheck(folder.resolve("runbooks/${id}.groovy"), arguments, Optional.empty(), NOW))
    }

    private static Work.Follow follow(runbook) {
        (runbook.plan().nodes()[0] as Task).work().act() as Work.Follow
    }
}
