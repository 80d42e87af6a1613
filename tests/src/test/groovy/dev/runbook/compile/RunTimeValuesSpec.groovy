package dev.runbook.compile

import dev.runbook.AuthorException
import dev.runbook.action.sql.script.SqlIdentifier
import dev.runbook.action.sql.script.SqlLiteral
import dev.runbook.compile.source.InvalidRunbookException
import dev.runbook.compile.vocabulary.ArgumentTypes
import dev.runbook.compile.vocabulary.Usage
import dev.runbook.compile.vocabulary.Vocabulary
import dev.runbook.dsl.Json
import dev.runbook.dsl.Text
import dev.runbook.plan.Task
import groovy.transform.Memoized
import groovy.transform.NamedParams
import java.lang.reflect.Method
import java.lang.reflect.Parameter
import spock.lang.Shared
import spock.lang.Specification

/**
 * A value known only at run time is accepted wherever a value is. The places come from the vocabulary: every argument of
 * every word is tried, and must accept such a value unless this specification lists it with the reason.
 */
class RunTimeValuesSpec extends Specification implements RunbookTexts, ReadPlans {
    /** Names, times, numbers, truth values and other things that define the plan. */
    static final DECIDED_BEFORE = [
        'name of a thing in the runbook': ['step.1', 'verify.1', 'phase.1', 'parallel.1', 'background.1', 'guard.1', 'forEach.1', 'firstOf.1', 'recoveryPoint(name).1', 'trigger.1', 'approve.1', 'manual.1', 'pause.1', 'choose.1'],
        'target of the environment': ['service.1', 'setting.1', 'host.1', 'secret.1', 'notify.1', 'notify.2', 'notify.3', 'notify.4', 'ssh.on', 'powershell.on', 'sql.on', 'prometheus.on', 'copyRows.from', 'copyRows.to', 'sql.of', 'ssh.of', 'powershell.of', 'prometheus.of', 'copyRows.of', 'by.1', 'by.2', 'by.3'],
        'file that check reads': ['shell.file', 'ssh.file', 'powershell.file', 'sql.file', 'template.1', 'html.1'],
        'name that check looks for in a file': ['shell.env', 'ssh.env', 'powershell.env', 'sql.with'],
        'other file of the folder': ['follow.1', 'fallBackTo.1', 'stakeholders.1'],
        'time': ['budget.1', 'budget.limit', 'rto.1', 'rto.limit', 'rpo.1', 'rpo.2', 'attempt.1', 'every.1', 'holds.1', 'after.1', 'within.1', 'retry.every', 'prometheus.over', 'prometheus.every', 'lasts.1'],
        'number': ['retry.1', 'retry.backoff', 'atOnce.1', 'atLeast.1', 'ssh.atOnce', 'ssh.atLeast', 'powershell.atOnce', 'powershell.atLeast', 'keep.1', 'copyRows.batch', 'copyRows.deleteAtMost'],
        'choice': ['shell.carryOn', 'ssh.carryOn', 'sql.transaction', 'sql.primary', 'sql.readOnly', 'prometheus.partial', 'copyRows.ifNewer', 'on.1', 'ifSilent.1'],
        'what the runbook is': ['description.1', 'owner.1', 'lock.1', 'param.1', 'param.2', 'param.optional', 'param.default', 'param.matching', 'param.oneOf', 'param.secret', 'param.type', 'param.example', 'checklist.1'],
        'block': ['forEach.in', 'firstOf.in', 'choose.in'],
    ]

    /** Texts of another language, in which a value must remain separate: it is written as ${…}. */
    static final IN_PLACE = ['shell.1', 'ssh.1', 'powershell.1', 'sql.1', 'prometheus.1', 'get.1', 'head.1', 'post.1', 'put.1', 'patch.1', 'delete.1']

    /** Arguments passed to another runbook: FollowSpec. */
    static final FOLLOWED = ['follow.map', 'fallBackTo.map']

    /** Parsed as an instant: ComparedKindsSpec, RecoveryPointValueSpec. */
    static final INSTANTS = ['time.1', 'time.zone', 'recoveryPoint(name).2']

    /** Evaluated before there is a run, so that no step has results: TriggersSpec, StakeholdersSpec. */
    static final BEFORE_A_RUN = ['TriggersBlock', 'TriggerBlock', 'MeasureBlock', 'ScoreBlock', 'StakeholdersBlock']

    static final FRAMES = [
        RunbookBlock: 'HERE', PhaseBlock: "phase('NAME') { HERE; step('in NAME') { shell 'x' } }", ParallelBlock: "parallel('NAME') { HERE; step('in NAME') { shell 'x' } }",
        StepBlock: "step('NAME') { HERE; ACTION }", VerifyBlock: "verify('NAME') { HERE; ACTION }", UndoBlock: "step('NAME') { shell 'x'; undo { HERE; ACTION } }",
        AlreadyDoneBlock: "step('NAME') { shell 'x'; alreadyDone { HERE; ACTION } }", BackgroundBlock: "phase('NAME') { background('b NAME') { HERE; ACTION }; step('in NAME') { shell 'x' } }",
        CleanupBlock: "cleanup { HERE; step('in NAME') { budget 1.minute; shell 'x' } }", GuardBlock: "phase('NAME') { guard('g NAME') { HERE; ACTION }; step('in NAME') { shell 'x' } }",
        HttpBlock: "step('NAME') { http { HERE; REQUEST } }", NotifyBlock: "notify('NAME') { HERE; TEXT }", OnFailureBlock: "step('NAME') { shell 'x'; onFailure { HERE } }",
        TaskFailureBlock: "step('NAME') { shell 'x'; onFailure { HERE } }", ForEachBlock: "forEach('NAME', in: { look.lines }) { one -> HERE; step('in NAME') { shell 'x' } }",
        FirstOfBlock: "firstOf('NAME', in: { look.lines }) { one -> HERE; step('in NAME') { shell 'x' } }",
        RecoveryPointBlock: 'recoveryPoint { HERE; ACTION }',
        ApproveBlock: "approve('NAME') { by 'lead'; budget 1.minute; HERE }", ManualBlock: "manual('NAME') { budget 1.minute; HERE; checklist 'x' }",
        PauseBlock: "pause('NAME') { lasts 1.minute; HERE }", ChooseBlock: "choose('NAME', in: { look.lines }) { budget 1.minute; HERE }",
    ]
    static final REQUESTS = ['get', 'head', 'post', 'put', 'patch', 'delete']
    static final ACTIONS = ['shell', 'ssh', 'powershell', 'sql', 'http', 'prometheus', 'copyRows', 'follow']
    static final LEFT = [look: [stdout: 'UTC', json: [x: 'UTC', n: 7, map: [a: 'UTC']], ok: true]]

    @Shared Map<Integer, List<String>> refused

    def setupSpec() {
        def text = runbookOf(wanted().collect { [it, 'look.json.x'] } + wanted().collect { [it, 'look.stdout'] })
        // One runbook contains all places, so some of its words are set more than once.
        refused = messagesByLine(text).collectEntries { line, messages -> [line, messages.findAll { !it.contains('is already set here') }] }
    }

    def '#place.name in #place.block accepts a value known only at run time: #value'() {
        given:
        def runbook = check(runbookOf([[place, value]]))

        when:
        runbook.runsWith(known(LEFT))
        def node = runbook.plan().nodes()[1]

        then:
        (node instanceof Task ? node.body().read() : node.text().read()).toString().contains('UTC')

        where:
        [place, value] << taken().collectMany { place -> values(place).collect { [place, it] } }
    }

    def '#place.name in #place.block rejects a value known only at run time, in one line with the reason'() {
        expect:
        lines.every { refused[it].size() == 1 }
        lines.every { refused[it][0].contains(place.name in IN_PLACE ? 'must be a literal' : 'takes a value known before the run; this one is known only in a run') }

        where:
        place << wanted()
        lines = [wanted().indexOf(place), wanted().indexOf(place) + wanted().size()]*.plus(3)
    }

    def 'an exception names an argument of the language: #word'() {
        given:
        def names = places()*.name as Set

        expect:
        !(word in RunTimeValuesSpec.FOLLOWED) && word in names

        where:
        word << DECIDED_BEFORE.values().flatten() + IN_PLACE
    }

    def 'a text in a def is evaluated when it is read: #declared'() {
        given:
        def runbook = check(inRunbook("""
            def look = step('look') { shell 'x' }
            $declared
            step('use') { shell "echo \${$read}" }
            notify('team') { text "\${$read}" }"""))
        def use = runbook.plan().nodes().find { it.name() == 'use' }

        expect:
        shown(use).contains('‹') && !shown(use).contains(put)

        when:
        runbook.runsWith(known(LEFT, [id: 'r-1']))

        then:
        shown(use.body().read()) == "echo ‹$put›"
        runbook.plan().nodes().last().text().read().shown() == put

        where:
        declared                                                                   | read        || put
        'def stamp = "run-${run.id}"'                                              | 'stamp'     || 'run-r-1'
        'def stamp = "run-${run.id}"; def note = "$stamp said ${look.stdout}"'     | 'note'      || 'run-r-1 said UTC'
        'def all = [stamp: "run-${run.id}", other: 2]'                             | 'all.stamp' || 'run-r-1'
        'def stamp = true ? "run-${run.id}" : "none"'                              | 'stamp'     || 'run-r-1'
        'def stamp = "${look.json.x ?: run.id}!"'                                  | 'stamp'     || 'UTC!'
        'def stamp = "${look.json.y ?: run.id}!"'                                  | 'stamp'     || 'r-1!'
        'def sum = look.json.n + 1'                                                 | 'sum'       || '8'
        'def sum = "${look.json.n * 2}"'                                            | 'sum'       || '14'
        'def stamp = "${run.id}".toUpperCase()'                                    | 'stamp'     || 'R-1'
    }

    def 'the times of a run can be used in a message like any other value: #message'() {
        expect:
        messageOf(inRunbook("step('a') { http { post 'http://x/y'; body $message } }\nnotify('team') { text $message }")) == ''

        where:
        message << ['run.startedAt', 'run.elapsed', 'run.startedAt + 5.minutes', '"$run.elapsed"']
    }

    def 'a decision of the plan by an unknown value is rejected: #decision'() {
        expect:
        messageOf(inRunbook("def look = step('look') { shell 'x' }\n$decision")).readLines()[0].contains(decision.contains('==') ? "'==' cannot take" : 'known only in a run')

        where:
        decision << [
            'def all = [stamp: run.id, other: 2]; if (all.stamp == "x") { step("a") { shell "x" } }',
            'def all = ["x", look.stdout]; if (all[1] == "x") { step("a") { shell "x" } }',
            'def stamp = params.x == null ? run.id : "none"; if (stamp == "none") { step("a") { shell "x" } }'.replace('params.x', '1'),
            'def all = ["x", look.stdout]; if ("y" in all) { step("a") { shell "x" } }',
            'def all = ["x", look.stdout]; if (all.contains("y")) { step("a") { shell "x" } }',
            'def all = ["x", look.stdout]; if (!all.contains("y")) { step("a") { shell "x" } }',
            'def all = ["x", look.stdout].sort(); step("a") { shell "x" }',
            'def all = ["x", look.stdout].unique().size(); step("a") { shell "x" }',
            'def all = ["x", look.stdout]; step("a ${all[1]}") { shell "x" }',
            'def all = ["x", look.stdout]; step(all[1]) { shell "x" }',
            'def all = ["x", look.stdout].join("-"); step("a $all") { shell "x" }',
            'for (one in ["x", look.stdout]) { step("a $one") { shell "x" } }',
            'String stamp = "run-${run.id}"; step("a") { shell "x" }',
        ]
    }

    def 'a missing part is not sent as a value: #use'() {
        given:
        def runbook = check(inRunbook("def look = step('look') { shell 'x' }\nstep('use') { http { post 'http://x/y'; $use } }"))
        runbook.runsWith(known(LEFT))

        when:
        def sent = new dev.runbook.action.http.RequestText(runbook.plan().nodes()[1].body().read().act().action(), new dev.runbook.action.http.HttpValues({ it.name() }))
            .request(new dev.runbook.action.http.RequestProgress())

        then:
        thrown(AuthorException)

        where:
        use << ['bearer look.json.nothing', 'basic "u", look.json.nothing', "header 'X', look.json.nothing", 'header look.json.nothing, "x"', 'json look.json.nothing']
    }

    def 'the plan and the record show a request without the token of an earlier step'() {
        given:
        def runbook = check(inRunbook("def look = step('look') { shell 'x' }\nstep('use') { http { post 'http://x/y'; bearer look.json.x } }"))

        expect:
        shown(runbook.plan().nodes()[1]).contains('Authorization: bearer ‹look: json.x›')

        when:
        runbook.runsWith(known(LEFT))

        then:
        !shown(runbook.plan().nodes()[1].body().read()).contains('UTC')
    }

    private Map<Integer, List<String>> messagesByLine(String text) {
        try {
            check(text)
            [:]
        } catch (InvalidRunbookException e) {
            e.diagnostics().groupBy { it.place().line() }.collectEntries { line, found -> [line, found.collect { it.message() + it.cures() }] }
        }
    }

    private static List values(Map place) {
        place.type == Json ? ['look.json.map'] : ['look.stdout', 'look.json.x']
    }

    @Memoized
    private static List taken() {
        places().findAll { !(it.name in DECIDED_BEFORE.values().flatten() + IN_PLACE + FOLLOWED + INSTANTS) }
    }

    @Memoized
    private static List wanted() {
        places().findAll { it.name in DECIDED_BEFORE.values().flatten() + IN_PLACE && !(it.name in ['forEach.in', 'firstOf.in', 'choose.in']) }
    }

    private String runbookOf(List uses) {
        ['f.sh', 'f.ps1', 'f.sql'].each { file('select 1', it) }
        def lines = uses.withIndex().collect { use, i -> line(use[0], use[1], "n$i") }
        "runbook('demo') {\ndef look = step('look') { shell 'x' }\n${lines.join('\n')}\nstep('last') { shell 'x' }\n}"
    }

    /** Returns a line with a value at the place, which is otherwise valid. */
    private static String line(Map place, String value, String name) {
        def use = written(place, value)
        if (place.word.returnType in [SqlIdentifier, SqlLiteral]) {
            use = "sql \"x \${$use}\", on: 'a'"
        } else if (place.word.returnType == Text) {
            use = "shell \"x \${$use}\""
        }
        FRAMES[place.block].replace('HERE', use).replace('NAME', name)
            .replace('ACTION', use ==~ /(?s)(${ACTIONS.join('|')})\b.*/ ? '' : "shell 'y'")
            .replace('REQUEST', place.word.name in REQUESTS ? '' : "post 'http://x/y'")
            .replace('TEXT', place.word.name in ['text', 'template'] ? '' : "text 'x'")
    }

    private static String written(Map place, String value) {
        def given = [], options = [], block = ''
        place.word.parameters.eachWithIndex { Parameter parameter, int i ->
            if (parameter.isAnnotationPresent(NamedParams)) {
                def all = parameter.getAnnotation(NamedParams).value()
                options = all.findAll { it.required() || place.option == it.value() || (place.option == 'deletedAt' && it.value() == 'tombstones') }
                    .collect { "${it.value()}: ${it.value() == place.option ? value : sample(place.word.name, it.value(), ArgumentTypes.of(parameter, it)[0])}" }
            } else if (parameter.type == Closure) {
                block = " { ${[notify: "text 'x'", trigger: "shell 'z'; when { !ok }", phase: "step('z') { shell 'z' }", parallel: "step('z') { shell 'z' }", forEach: "two -> step('z') { shell 'z' }", firstOf: "two -> step('z') { shell 'z' }", approve: "by 'lead'", manual: "checklist 'z'", pause: 'lasts 1.minute', choose: 'budget 1.minute'][place.word.name] ?: "shell 'z'"} }"
            } else if (parameter.type == Map) {
                given << "a: ${place.option == 'map' ? value : "'x'"}"
            } else {
                given << (place.at == i ? value : sample(place.word.name, '', ArgumentTypes.of(parameter)[0]))
            }
        }
        "${place.word.name}(${(given + options).join(', ')})$block"
    }

    private static String sample(String word, String option, Class type) {
        def named = [file: [sql: "'f.sql'", powershell: "'f.ps1'"][word] ?: "'f.sh'", to: "'b'", key: "'id'"]
        def usual = Usage.sample(type)
        word in REQUESTS ? "'http://x/y'" : option == 'in' && word in ['forEach', 'firstOf', 'choose'] ? '{ look.lines }' : named[option] ?: usual == '…' ? "'v'" : usual.replace('…', 'a')
    }

    /** Every argument of every word, in the first block that has the word. */
    @Memoized
    private static List<Map> places() {
        def first = ['StepBlock', 'HttpBlock', 'NotifyBlock', 'RunbookBlock']
        def blocks = Vocabulary.BLOCKS.values().findAll { Vocabulary.isBlock(it) && !(it.simpleName in BEFORE_A_RUN) }.toSorted { first.indexOf(it.simpleName) < 0 ? first.size() : first.indexOf(it.simpleName) }
        blocks.collectMany { block ->
            Vocabulary.methods(block.name).toList().toSorted { it.toString() }.collectMany { Method word ->
                def at = 0
                def called = word.name == 'recoveryPoint' && word.parameterCount == 2 ? 'recoveryPoint(name)' : word.name
                word.parameters.toList().withIndex().collectMany { parameter, i ->
                    def place = [block: block.simpleName, word: word, type: parameter.type]
                    if (parameter.isAnnotationPresent(NamedParams)) {
                        return parameter.getAnnotation(NamedParams).value().collect { place + [option: it.value(), name: "${word.name}.${it.value()}".toString()] }
                    }
                    if (parameter.type == Map) {
                        return [place + [option: 'map', name: "${word.name}.map".toString()]]
                    }
                    parameter.type == Closure ? [] : [place + [at: i, name: "${called}.${++at}".toString()]]
                }
            }
        }.unique { [it.word, it.name] }
    }
}
