package dev.runbook.compile

import dev.runbook.compile.source.InvalidRunbookException
import dev.runbook.environment.Environment
import dev.runbook.environment.EnvironmentFile
import dev.runbook.plan.Message
import dev.runbook.plan.ReadRunbook
import dev.runbook.run.message.TemplateCheck
import spock.lang.Specification

/** Messages of a file of their own, which several runbooks use. */
class StakeholdersSpec extends Specification implements RunbookTexts, ReadPlans {
    static final STEP = "step('x') { shell 'x' }"

    private void declared(String id, String body, String word = 'stakeholders') {
        file("$word('$id') {\n$body\n}", "runbooks/${id}.groovy")
    }

    private ReadRunbook read(Map arguments = [:], Environment environment = null) {
        reader().read(new RunbookRequest(folder.resolve('runbooks/shop/rollback.groovy'), arguments, Optional.ofNullable(environment), NOW, true))
    }

    private String text(Message message) {
        message.text().read().shown()
    }

    def 'its messages are those of the runbook, with the parameters of the same name and the values of the run'() {
        given:
        declared('shop/people', '''
            param 'reason', 'why'
            param 'users', 'how many', type: Integer, optional: true
            notify('team', 'boss') { on started; text "${run.status}: ${params.reason}, ${params.users} users" }
            notify('boss') { every 15.minutes; text 'still at it' }
            stakeholders 'company/law'
        ''')
        declared('company/law', "notify('legal') { on failed; text 'call us' }")
        declared('shop/rollback', "stakeholders 'shop/people'\nparam 'reason', 'why'\nnotify('own') { on succeeded; text 'done' }\n$STEP", 'runbook')

        when:
        def runbook = read(reason: 'a bad release')
        runbook.runsWith(known([:], [status: 'failed']))
        def plan = runbook.plan()

        then:
        plan.messages()*.channel() == ['own', 'team', 'boss', 'boss', 'legal']
        text(plan.messages()[1]) == 'failed: a bad release, null users'
        plan.messages()[1].at().file().endsWith('shop/people.groovy')
        plan.messages()[1].parameters().values() == [reason: 'a bad release', users: null]
        plan.stakeholders()*.id() == ['shop/people']
        plan.stakeholders()[0].withOthers()*.id() == ['shop/people', 'company/law']
    }

    def 'a template is beside the file that names it, and reads the parameters of that file'() {
        given:
        file('${params.reason} ${params.other}', 'runbooks/shop/contacts/templates/t.md')
        declared('shop/contacts/people', "param 'reason', 'why'\nnotify('team') { on started; template 't.md' }")
        declared('shop/rollback', "param 'reason', 'why'\nparam 'other', 'what'\nstakeholders 'shop/contacts/people'\n$STEP", 'runbook')

        when:
        def plan = read(reason: 'r', other: 'o').plan()

        then:
        plan.everyMessage().flatMap { it.files() }.toList() == [folder.resolve('runbooks/shop/contacts/templates/t.md')]
        TemplateCheck.problems(plan.everyMessage())*.message()*.replace("$folder/", '') ==
                ["runbooks/shop/contacts/templates/t.md:1:18: nothing is called 'params.other'".toString()]
    }

    def 'rejected: #why'() {
        given:
        declared('shop/people', people)
        declared('shop/other', "notify('team') { on started; text 'x' }\nstakeholders 'shop/people'")
        declared('shop/when', "trigger('t') { http { get 'http://localhost' }; when { !ok }; tell 'team' }", 'triggers')
        declared('shop/rollback', "param 'reason', 'why', optional: true\n$use\n$STEP", 'runbook')

        when:
        read()

        then:
        def refused = thrown(InvalidRunbookException)
        refused.message.contains(message)

        where:
        why                           | use                                                  | people                                                || message
        'unknown'                     | "stakeholders 'shop/poeple'"                         | "notify('team') { on started; text 'x' }"             || "rollback.groovy:3:14: 'shop/poeple' cannot be used: there is no such file of stakeholders, did you mean 'shop/people'?"
        'used twice'                  | "stakeholders 'shop/people'\nstakeholders 'shop/people'" | "notify('team') { on started; text 'x' }"         || "'shop/people' is used twice: each message would be sent twice"
        'a circle'                    | "stakeholders 'shop/people'"                         | "notify('team') { on started; text 'x' }\nstakeholders 'shop/other'" || 'shop/rollback → shop/people → shop/other → shop/people is a circle'
        'a runbook'                   | "stakeholders 'shop/rollback'"                       | "notify('team') { on started; text 'x' }"             || "shop/rollback → shop/rollback is a circle"
        'triggers'                    | "stakeholders 'shop/when'"                           | "notify('team') { on started; text 'x' }"             || "'shop/when' declares triggers, and no stakeholders"
        'no message'                  | "stakeholders 'shop/people'"                         | "param 'reason', 'why', optional: true"               || 'these stakeholders have no message'
        'a message without a moment'  | "stakeholders 'shop/people'"                         | "notify('team') { text 'x' }"                         || "notify 'team' does not say when it is sent"
        'a parameter without a value' | "stakeholders 'shop/people'"                         | "param 'reason', 'why'\nnotify('team') { on started; text \"because \${params.reason}\" }" || "the runbook gives no value for the parameter 'reason' of these messages"
        'a step'                      | "stakeholders 'shop/people'"                         | "step('x') { shell 'x' }"                             || "unknown word 'step' in stakeholders"
        'followed as a runbook'       | "step('f') { follow 'shop/people' }"                 | "notify('team') { on started; text 'x' }"             || "'shop/people' declares stakeholders, and is not a runbook"
        'written in the runbook'      | "stakeholders('shop/people') { notify('team') { on started; text 'x' } }" | "notify('team') { on started; text 'x' }" || 'stakeholders'
    }

    def 'a channel that the environment lacks is one line, at its name'() {
        given:
        declared('shop/people', "notify('taem') { on started; text 'x' }")
        declared('shop/rollback', "stakeholders 'shop/people'\n$STEP", 'runbook')
        def environment = EnvironmentFile.read(file('channels: { team: { file: messages.txt } }', 'environments/test.yaml'), [:])

        when:
        read([:], environment)

        then:
        def refused = thrown(InvalidRunbookException)
        refused.message.contains("people.groovy:2:8: the environment 'test' has no channel 'taem'")
        refused.message.contains('it has: team')
    }

    def 'checked by itself, its parameters have placeholders'() {
        given:
        declared('shop/people', "param 'reason', 'why'\nnotify('team') { on started; text \"because \${params.reason}\" }")

        expect:
        reader().stakeholders(RunbookRequest.toCheck(folder.resolve('runbooks/shop/people.groovy'), [:], Optional.empty(), NOW)).stakeholders().messages()*.channel() == ['team']
    }

    def 'its id is the path of its file'() {
        given:
        file("stakeholders('shop/poeple') { notify('team') { on started; text 'x' } }", 'runbooks/shop/people.groovy')
        declared('shop/rollback', "stakeholders 'shop/people'\n$STEP", 'runbook')

        when:
        read()

        then:
        def refused = thrown(InvalidRunbookException)
        refused.message.contains("the stakeholders 'shop/poeple' is declared in the file of 'shop/people'")
    }
}
