package dev.runbook.dsl

import dev.runbook.compile.RunbookTexts
import java.lang.reflect.Method
import java.lang.reflect.Modifier
import spock.lang.Specification

/**
 * Every word, once in every block that allows it. Groovy drops the arguments of a word that it takes for a method of
 * Object or Closure, so each word is called and searched in the result.
 */
class EveryWordSpec extends Specification implements RunbookTexts {
    static final ACTION = "shell 'true'"
    static final COPY = "copyRows 'orders', from: 'a', to: 'b', key: 'id', changed: 'updated_at'"

    def 'notify keeps its channel and its text in #block'() {
        given:
        def plan = check(inRunbook(frame.replace('HERE', "notify('tech-team') { text 'It is so' }"))).plan()

        expect:
        plan.toString().contains('channel=tech-team')

        where:
        block                        | frame
        'a runbook'                  | "HERE\nstep('s') { shell 'x' }"
        'a phase'                    | "phase('p') { HERE\nstep('s') { shell 'x' } }"
        'a parallel'                 | "parallel('p') { HERE\nstep('s') { shell 'x' } }"
        "a runbook's onFailure"      | "step('s') { shell 'x' }\nonFailure { HERE }"
        "a step's onFailure"         | "step('s') { shell 'x'; onFailure { HERE } }"
        "a phase's onFailure"        | "phase('p') { step('s') { shell 'x' }; onFailure { HERE } }"
        'a loop'                     | "for (x in [1, 2]) { HERE }\nstep('s') { shell 'x' }"
        'a condition on a parameter' | "if (true) { HERE }\nstep('s') { shell 'x' }"
        'a forEach'                  | "def t = step('t') { shell 'x' }\nforEach('f', in: { t.lines }) { one -> HERE\nstep('s') { shell 'x' } }"
    }

    def 'a word of a step reaches the plan: #word'() {
        expect:
        check(inRunbook("param 'reason', 'why'\nstep('s') {\n$word\n}")).plan().toString().contains(left)

        where:
        word                                                                    | left
        "shell 'echo hello'"                                                    | 'echo hello'
        "shell 'x', in: '/tmp', user: 'postgres', env: [A: 1]"                  | 'in=Optional[/tmp], user=Optional[postgres], env={A=1}'
        "shell in: '/tmp', 'echo hello'"                                        | 'echo hello'
        "ssh 'uptime', on: 'web', atOnce: 3, atLeast: 95.percent"               | 'on=web, atOnce=Optional[3], atLeast=Optional[95 %]'
        "ssh on: 'web', 'uptime', atLeast: 2"                                   | 'atLeast=Optional[2]'
        "powershell 'Get-Date'"                                                 | 'ShellSpec[script=PowerShellInPlace[text=Get-Date]'
        "powershell 'Get-Date', in: '/tmp', user: 'erp', env: [A: 1]"           | 'in=Optional[/tmp], user=Optional[erp], env={A=1}'
        "powershell on: 'web', 'Get-Date', atOnce: 3"                           | 'SshSpec[script=PowerShellInPlace[text=Get-Date], on=web, atOnce=Optional[3]'
        "sql 'select 1', on: 'orders'"                                          | 'database=orders, with={}, transaction=false'
        "sql on: 'orders', transaction: true, '''select\n 1'''"                 | 'transaction=true'
        "sql 'select 1', on: 'orders', primary: true, readOnly: true"           | 'primary=true, readOnly=true'
        'sql "select ${params.reason}", on: \'orders\''                         | 'select ‹reason›'
        'sql "drop table ${identifier(\'a\', \'b\')}", on: \'orders\''          | 'drop table a.b'
        'sql "alter role x password ${literal(\'a\')}", on: \'orders\''         | "password 'a'"
        "http { get 'http://x/y' }"                                             | 'method=GET, service=Optional.empty, url=http://x/y'
        'http { get "${service(\'api\')}/y" }'                                 | 'method=GET, service=Optional[api], url='
        "http { head 'http://x/y' }"                                            | 'method=HEAD'
        "http { post 'http://x'; json a: 1 }"                                   | 'method=POST, service=Optional.empty, url=http://x, headers={}, credentials=Optional.empty, body=Optional[Json[document={a=1}]'
        "def doc = [a: 1, b: [c: 'x', d: [1, 'y']]]; http { post 'http://x'; json doc }" | 'Json[document={a=1, b={c=x, d=[1, y]}}]'
        "def doc = [a: 1, b: 'x']; http { put 'http://x'; form doc }"           | 'body=Optional[Form[fields={a=1, b=x}]'
        "def doc = [a: 1, b: [c: 'x', d: true]]; shell \"echo \${json(doc)}\"" | 'echo {"a":1,"b":{"c":"x","d":true}}'
        "http { put 'http://x'; form a: 1 }"                                    | 'body=Optional[Form[fields={a=1}]'
        "http { patch 'http://x'; body 'text' }"                                | 'body=Optional[Text[text=text, contentType=text/plain; charset=utf-8]'
        "http { patch 'http://x'; body '<a/>', type: 'text/xml' }"              | 'contentType=text/xml'
        "http { post 'http://x'; part 'a', 'b'; part 'c', 1 }"                   | 'Parts[parts=[TextPart[name=a, text=b, contentType=Optional.empty], TextPart[name=c, text=1'
        "http { post 'http://x'; part 'a', '{}', type: 'application/json' }"    | 'text={}, contentType=Optional[application/json]'
        "http { post 'http://x'; part 'a', file: 'f.log', type: 'text/plain' }" | 'FilePart[name=a, file=f.log, folder=/'
        "http { delete 'http://x'; header 'X-A', 'b'; follow() }"               | 'headers={X-A=b}'
        "http { get 'http://x'; bearer secret('T') }"                           | 'Bearer[token=‹secret T›]'
        "http { get 'http://x'; basic 'u', secret('P') }"                       | 'Basic[user=u, password=‹secret P›]'
        'prometheus "up{job=\'${params.reason}\'}", on: \'monitoring\''          | "query=up{job='‹reason›'}, on=monitoring"
        "$COPY"                                                                 | 'CopySpec[table=orders, from=a, to=b, into=orders, key=[id], changed=updated_at, since=Optional.empty'
        "$COPY"                                                                 | 'idempotent=true'
        "$COPY, since: params.reason"                                           | 'since=Optional[‹reason›]'
        "$COPY, into: 'dbo.Orders', without: ['a', 'b']"                        | 'into=dbo.Orders'
        "$COPY, zone: 'Europe/Berlin', batch: 50, checkpoint: 'ops.mark'"       | 'batch=50, checkpoint=ops.mark'
        "$COPY, softDeleted: 'gone', ifNewer: 'skip'"                           | 'softDeleted=Optional[gone], tombstones=Optional.empty, ifNewer=SKIP'
        "$COPY, tombstones: 'dead', deletedAt: 'at', deleteAtMost: 5.percent"   | 'Tombstones[table=dead, at=at, atMost=5 percent]'
        "prometheus 'up', on: 'monitoring', over: 10.minutes, every: 15.seconds, partial: true" | 'range=Optional[Range[over=PT10M, every=PT15S]], partial=true'
        "$ACTION; budget 3.minutes"                                             | 'Budget[time=PT3M, limit=Optional.empty]'
        "$ACTION; budget 3.minutes, limit: 4.minutes"                           | 'Budget[time=PT3M, limit=Optional[PT4M]]'
        "$ACTION; retry 3"                                                      | 'Retry[times=3, every=PT0S, backoff=1.0]'
        "$ACTION; retry 3, every: 5.seconds, backoff: 2"                        | 'Retry[times=3, every=PT5S, backoff=2.0]'
        "$ACTION; attempt 20.seconds"                                           | 'attempt=Optional[PT20S]'
        "$ACTION; idempotent()"                                                 | 'idempotent=true'
        "$ACTION; alreadyDone { shell 'probe'; expect { exitCode == 0 } }"      | 'Probe[act=Perform[action=ShellSpec[script=Text[text=probe,'
        "$ACTION; onFailure { carryOn() }"                                      | 'ending=CarryOn[]'
        "$ACTION; onFailure { stop() }"                                         | 'ending=Stop[]'
        "$ACTION; onFailure { undoAll() }"                                      | 'UndoAll['
        "$ACTION; undo { shell 'back' }"                                        | 'text=back'
        "$ACTION; undo { shell 'back'; idempotent() }"                          | 'kind=UNDO, name=Undo s'
        "$ACTION; verify('v') { shell 'look'; every 1.second; holds 2.seconds }" | 'every=Optional[PT1S], holds=Optional[PT2S]'
        'shell "x ${json(a: [1, true, null])}"'                                 | 'x {"a":[1,true,null]}'
    }

    def 'a notify to #count channels is a message to each of them'() {
        given:
        def channels = (1..count).collect { "team-$it" }
        def plan = check(inRunbook("notify(${channels.collect { "'$it'" }.join(', ')}) { on started; text 'x' }\nnotify(${channels.collect { "'$it'" }.join(', ')}) { text 'y' }")).plan()

        expect:
        plan.messages()*.channel() == channels
        plan.nodes().findAll { it instanceof dev.runbook.plan.Message }*.channel() == channels

        where:
        count << [1, 2, 3, 4]
    }

    def 'every event that can send a notify'() {
        given:
        def plan = check(inRunbook('''
            notify('all') {
                on started, clockStarted, recovered, succeeded, failed, fellBack, aborted, waiting, atRisk, breached, overrun
                after 15.minutes
                every 5.minutes
                within 10.seconds
                text 'x'
            }
            step('s') { shell 'x' }''')).plan()

        expect:
        plan.messages()[0].words() == ['aborted', 'atRisk', 'breached', 'clockStarted', 'failed', 'fellBack', 'overrun', 'recovered', 'started', 'succeeded', 'waiting']
        plan.messages()[0].after().get().toMinutes() == 15
        plan.messages()[0].every().get().toMinutes() == 5
    }

    def 'every word is documented with a first sentence and an example: #name'() {
        expect:
        documentation.contains('<pre>{@code')

        where:
        [name, documentation] << documented()
    }

    /** The public methods of every block, with the comment in front of them in its source. */
    private static List<List<String>> documented() {
        def sources = new File(System.getProperty('runbook.repository'), 'engine/src/main/java/dev/runbook/dsl')
        sources.listFiles().findAll { it.name.endsWith('Block.java') || it.name == 'RunbookScript.java' }.collectMany { source ->
            def type = Class.forName("dev.runbook.dsl.${source.name - '.java'}")
            def text = source.text
            type.declaredMethods.findAll { isWord(it) }*.name.unique().collect { name ->
                def method = (text =~ /public (?:static )?\S+ $name\(/)
                assert method.find()
                def before = text.substring(0, method.start())
                ["${type.simpleName}.$name".toString(), before.substring(before.lastIndexOf('/**'))]
            }
        }
    }

    private static boolean isWord(Method method) {
        def event = method.declaringClass in [NotifyBlock, TriggerBlock] && method.name.startsWith('get')
        Modifier.isPublic(method.modifiers) && !method.synthetic && !method.isAnnotationPresent(NotAWord) && method.name != 'toString' && !event
    }
}
