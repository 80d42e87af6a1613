package dev.runbook.compile

import dev.runbook.compile.source.InvalidRunbookException
import dev.runbook.trigger.ReadTriggers
import java.time.Duration
import spock.lang.Specification

/** Triggers in a runbook and in a triggers file, and their mistakes. */
class TriggersSpec extends Specification implements RunbookTexts {
    static final HEALTH = '''def health = measure('Health') { shell 'true' }
                             def errors = measure('Errors') { prometheus 'e', on: 'monitoring' }'''

    def 'a trigger of a runbook starts this runbook, with its parameters'() {
        given:
        runbook('shop/rollback', '''
            rto 5.minutes
            lock 'shop'
            param 'reason', 'why'
            trigger('Down for 2 minutes') {
                severity critical
                every 15.seconds
                sustained 2.minutes
                http { get 'http://127.0.0.1/health' }
                when { !ok || json.status != 'healthy' }
                with reason: 'no healthy answer'
            }
            step('Roll back') { shell 'true' }''')

        when:
        def trigger = triggers('shop/rollback').set().triggers()[0]

        then:
        trigger.severity().word() == 'critical'
        trigger.every() == Duration.ofSeconds(15)
        trigger.window().describe() == 'for 2m'
        trigger.measurement().get().planned().shown().contains('GET http://127.0.0.1/health')
        trigger.start().get().runbook() == 'shop/rollback'
        trigger.start().get().locks() == ['shop'] as Set
        trigger.rest() == Duration.ofMinutes(5)
        trigger.arguments().read() == [reason: 'no healthy answer']
        trigger.when().texts() == ["!ok || json.status != 'healthy'"]
    }

    def 'a run does not read the triggers of its runbook'() {
        given:
        runbook('shop/rollback', "trigger('x') { severity critical }\nstep('Roll back') { shell 'true' }")

        expect:
        reader().read(RunbookRequest.toCheck(folder.resolve('runbooks/shop/rollback.groovy'), [:], Optional.empty(), NOW)).plan().nodes().size() == 1
    }

    def 'a triggers file measures once and decides several times'() {
        given:
        runbook('shop/rollback', "lock 'shop'\nparam 'reason', 'why'\nstep('Roll back') { shell 'true' }")
        file('''triggers('shop/decision') {
            every 30.seconds
            def health = measure('Health') { http { get 'http://127.0.0.1/health' }; budget 5.seconds }
            def errors = measure('Errors') { prometheus 'e', on: 'monitoring' }
            def total = score('Total') {
                add 30, when: { !health.ok }
                add 25, when: { errors.value > 0.10 }
            }
            trigger('Score of 50') { severity critical; when { total >= 50 }; start 'shop/rollback', reason: "score ${total}" }
            trigger('Score of 30') { severity medium; consecutive 3; when { total >= 30 }; tell 'team' }
        }''', 'runbooks/shop/decision.groovy')

        when:
        def set = triggers('shop/decision').set()

        then:
        set.id() == 'shop/decision'
        set.measurements()*.name() == ['Health', 'Errors']
        set.measurements()*.every() == [Duration.ofSeconds(30)] * 2
        set.measurements()*.limit() == [Duration.ofSeconds(5), Duration.ofSeconds(10)]
        set.scores()[0].points()*.number() == [30, 25]
        set.scores()[0].points()*.when()*.texts().flatten() == ['!health.ok', 'errors.value > 0.10']
        set.triggers()*.name() == ['Score of 50', 'Score of 30']
        set.triggers()[1].window().describe() == '3 in sequence'
        set.triggers()[1].channels() == ['team']
    }

    def 'sql of a measurement is sent read-only'() {
        given:
        file("triggers('shop/d') { def n = measure('n') { sql 'select 1 as n', on: 'orders' }\n trigger('t') { severity low; when { n.row.n > 1 }; tell 'x' } }",
            'runbooks/shop/d.groovy')

        expect:
        triggers('shop/d').set().measurements()[0].planned().action().readOnly()
    }

    def 'a trigger in a runbook is refused: #why'() {
        given:
        runbook('shop/rollback', "param 'reason', 'why'\ntrigger('t') {\n$body\n}\nstep('Roll back') { shell 'true' }")

        when:
        triggers('shop/rollback')

        then:
        def refused = thrown(InvalidRunbookException)
        refused.message.contains(message)
        !refused.message.contains('Exception')

        where:
        why                         | body                                                                                        || message
        'no severity'               | "shell 'x'; when { !ok }; with reason: 'r'"                                                 || "trigger 't' has no severity"
        'no conditions'             | "severity high; shell 'x'; with reason: 'r'"                                                || "trigger 't' has no conditions"
        'no action'                 | "severity high; when { true }; with reason: 'r'"                                            || "trigger 't' measures nothing"
        'a missing parameter'       | "severity high; shell 'x'; when { !ok }"                                                    || "trigger 't' cannot start this runbook"
        'an unknown parameter'      | "severity high; shell 'x'; when { !ok }; with reason: 'r', reasn: 'x'"                      || "there is no parameter 'reasn'"
        'an unknown runbook'        | "severity high; shell 'x'; when { !ok }; start 'shop/rolback'"                              || "did you mean 'shop/rollback'"
        'a period above the window' | "severity high; every 5.minutes; sustained 2.minutes; shell 'x'; when { !ok }; with reason: 'r'" || 'longer than its window of 2m'
        'both windows'              | "severity high; consecutive 2; sustained 2.minutes; shell 'x'; when { !ok }; with reason: 'r'" || "both 'sustained' and 'consecutive'"
        'a request that changes'    | "severity high; http { post 'http://x' }; when { !ok }; with reason: 'r'"                   || 'POST changes something'
        'rows that are copied'      | "severity high; copyRows 'o', from: 'a', to: 'b', key: 'id', changed: 'c'"                  || "'copyRows'"
        'a parameter is read'       | "severity high; shell \"x \${params.reason}\"; when { !ok }; with reason: 'r'"              || "there is no 'params'"
        'a value of the run'        | "severity high; shell \"x \${run.id}\"; when { !ok }; with reason: 'r'"                     || "there is no 'run'"
        'two actions'               | "severity high; shell 'x'; shell 'y'; when { !ok }; with reason: 'r'"                       || 'one action only'
        'an unknown value'          | "severity high; shell 'x'; when { status == 1 }; with reason: 'r'"                          || "provides no 'status'"
        'a secret is passed'        | "severity high; shell 'x'; when { !ok }; with reason: secret('X')"                          || "a trigger cannot pass a secret: 'reason'"
        'a secret in a text'        | "severity high; shell 'x'; when { !ok }; with reason: \"x \${secret('X')}\""             || "a trigger cannot pass a secret: 'reason'"
        'a budget above the period' | "severity high; every 5.seconds; budget 9.seconds; shell 'x'; when { !ok }; with reason: 'r'" || "a budget above 'every'"
    }

    def 'a triggers file is refused: #why'() {
        given:
        runbook('shop/rollback', "lock 'shop'\nstep('Roll back') { shell 'true' }")
        runbook('shop/other', "lock 'shop'\nstep('Roll back') { shell 'true' }")
        file("triggers('shop/d') {\n$HEALTH\n$body\n}", 'runbooks/shop/d.groovy')

        when:
        triggers('shop/d')

        then:
        def refused = thrown(InvalidRunbookException)
        refused.message.contains(message)
        !refused.message.contains('Exception')

        where:
        why                         | body                                                                                       || message
        'no trigger'                | ""                                                                                         || 'this file has no trigger'
        'nothing follows'           | "trigger('t') { severity low; when { !health.ok } }"                                       || "trigger 't' has no effect"
        'a period without action'   | "trigger('t') { severity low; every 5.seconds; when { !health.ok }; tell 'x' }"            || 'has a period but no action'
        'a measurement reads one'   | "measure('m') { shell \"x \${errors.value}\" }"                                            || "a measurement cannot read another one, 'Errors'"
        'no points'                 | "def s = score('S') { add 0, when: { !health.ok } }\ntrigger('t') { severity low; when { s >= 1 }; tell 'x' }" || "'add' takes 1 or more points"
        'a wrong value'             | "trigger('t') { severity low; when { errors.exitCode == 1 }; tell 'x' }"                   || "provides no 'exitCode'"
        'a wrong value in a score'  | "def s = score('S') { add 1, when: { errors.exitCode == 1 } }\ntrigger('t') { severity low; when { s >= 1 }; tell 'x' }" || "provides no 'exitCode'"
        'twice the same name'       | "trigger('Health') { severity low; when { !health.ok }; tell 'x' }"                        || "'Health' is already the name of something else"
        'never before a severe one' | "trigger('a') { severity critical; when { !health.ok }; start 'shop/rollback' }\ntrigger('b') { severity high; sustained 1.minute; when { !health.ok }; start 'shop/other' }" || "trigger 'b' never starts its runbook: whenever it fires, the critical trigger 'a' has fired"
        'a threshold above it'      | "trigger('a') { severity critical; when { errors.value > 5 }; start 'shop/rollback' }\ntrigger('b') { severity high; when { errors.value >= 6 }; start 'shop/other' }" || "trigger 'b' never starts its runbook"
        'a threshold below a low one' | "trigger('a') { severity critical; when { errors.value < 10; health.ok }; start 'shop/rollback' }\ntrigger('b') { severity high; when { errors.value<=9.5; health.ok; errors.value != 3 }; start 'shop/other' }" || "trigger 'b' never starts its runbook"
        'asks for no runbook'       | "trigger('t') { severity low; when { !health.ok }; ask 'lead', within: 5.minutes; tell 'x' }" || "trigger 't' asks for no runbook"
        'asks twice'                | "trigger('t') { severity low; when { !health.ok }; ask 'lead', toStart: 'shop/rollback', within: 5.minutes; ask 'boss', within: 5.minutes }" || "a trigger asks one role"
        'asks and starts'           | "trigger('t') { severity low; when { !health.ok }; ask 'lead', toStart: 'shop/rollback', within: 5.minutes; start 'shop/other' }" || "starts shop/rollback already"
        'asks for an unknown one'   | "trigger('t') { severity low; when { !health.ok }; ask 'lead', toStart: 'shop/rolback', within: 5.minutes }" || "did you mean 'shop/rollback'"
        'asks without a time'       | "trigger('t') { severity low; when { !health.ok }; ask 'lead', toStart: 'shop/rollback' }" || "within"
        'a baseline of nothing'     | "measure('m') { shell 'x'; baseline 7.days }"                                            || "keeps 'value', and shell provides no 'value'"
        'a baseline of no number'   | "measure('m') { http { get 'http://x' }; baseline 7.days, of: 'status' }"                || "'of' names a number of the document"
        'a step'                    | "step('s') { shell 'x' }"                                                                  || "'step'"
        'hostile code'              | "measure('m') { shell 'x'; System.exit(1) }"                                               || "System"
    }

    def 'a threshold below that of the severe trigger is not covered'() {
        given:
        runbook('shop/rollback', "lock 'shop'\nstep('Roll back') { shell 'true' }")
        file("""triggers('shop/d') {
            $HEALTH
            trigger('a') { severity critical; when { errors.value > 5 }; start 'shop/rollback' }
            trigger('b') { severity high; when { errors.value > 2 }; start 'shop/rollback' }
        }""", 'runbooks/shop/d.groovy')

        expect:
        triggers('shop/d').set().triggers().size() == 2
    }

    def 'a triggers file is not a runbook'() {
        given:
        file("triggers('shop/d') {\n$HEALTH\ntrigger('t') { severity low; when { !health.ok }; tell 'x' }\n}", 'runbooks/shop/d.groovy')

        when:
        reader().read(RunbookRequest.toCheck(folder.resolve('runbooks/shop/d.groovy'), [:], Optional.empty(), NOW))

        then:
        def refused = thrown(InvalidRunbookException)
        refused.message.contains("'shop/d' declares triggers, and is not a runbook")
    }

    private ReadTriggers triggers(String id) {
        reader().triggers(RunbookRequest.toCheck(folder.resolve("runbooks/${id}.groovy"), [:], Optional.empty(), NOW))
    }

    private void runbook(String id, String body) {
        file("runbook('$id') {\n$body\n}", "runbooks/${id}.groovy")
    }
}
