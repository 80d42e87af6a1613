package dev.runbook.run.execution

import dev.runbook.journal.event.*
import dev.runbook.cli.CommandRig
import dev.runbook.journal.RunStore
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

/** The values of a step are available to its undo, its verifies, its handler and its iteration, in complete runs. */
class StepValuesSpec extends Specification {
    @TempDir
    Path folder

    CommandRig rig

    def setup() {
        rig = new CommandRig(folder)
        rig.write('environments/here.yaml', "environment: here\nsettings: { effects: ${folder.resolve('effects')} }\n")
    }

    private int run(String body) {
        rig.runbook('t/main', body)
        rig.run('run', 't/main', '-e', folder.resolve('environments/here.yaml').toString()).exit
    }

    private List<String> getEffects() {
        Files.readAllLines(folder.resolve('effects'))
    }

    private List<Event> getEvents() {
        new RunStore(folder.resolve('home')).find('last').read().entries()*.event()
    }

    private Map<String, String> getResults() {
        events.findAll { it instanceof StepFinished }.collectEntries { [it.step(), it.result().word()] }
    }

    def 'an undo uses the values of its step'() {
        when:
        run('''
            step('Scale') {
                shell 'echo 7'
                undo { shell "echo back to ${stdout} >> ${setting('effects')}" }
            }
            step('Breaks') { shell 'exit 1' }
            onFailure { undoAll() }
        ''')

        then:
        results == [Scale: 'ok', Breaks: 'failed', 'Undo Scale': 'ok']
        effects == ['back to 7']
    }

    def 'a second verify inside a step uses the values of the first'() {
        expect:
        run('''
            step('Copy') {
                shell 'true'
                def first = verify('Count there') { shell 'echo 12' }
                verify('Count here') { shell "test 12 -eq ${first.stdout}" }
            }
        ''') == 0
    }

    def 'the handler of a step uses the values of the step, and of steps in the handler'() {
        when:
        run('''
            step('Switch') {
                shell 'echo half; exit 3'
                onFailure {
                    def before = stdout
                    def code = exitCode
                    def look = step('Look') { shell 'echo blue' }
                    step('Mend') {
                        shell "echo ${look.stdout} was ${before}, ${code} >> ${setting('effects')}"
                        undo { shell "echo no longer ${look.stdout} >> ${setting('effects')}" }
                    }
                    carryOn()
                }
            }
            step('Breaks') { shell 'exit 1' }
            onFailure { undoAll() }
        ''')

        then:
        results == [Switch: 'failed', Look: 'ok', Mend: 'ok', Breaks: 'failed', 'Undo Mend': 'ok']
        effects == ['blue was half, 3', 'no longer blue']
    }

    def 'a step of an iteration uses earlier values of that iteration, and each iteration is undone with its own'() {
        when:
        run("""
            def tables = step('Tables') { shell 'echo orders; echo stock; echo users; echo carts' }
            forEach('Each table', in: { tables.lines }) { table ->
                $order
                def dump = step('Dump') {
                    shell "echo \${table}.dump"
                    undo { shell "echo rm \${stdout} >> \${setting('effects')}" }
                }
                phase('Carry over') {
                    onlyIf { dump.stdout.endsWith('.dump') }
                    step('Load') { shell "echo load \${table} from \${dump.stdout} >> \${setting('effects')}" }
                }
                step('Only the stock') {
                    onlyIf { dump.stdout == 'stock.dump' }
                    shell "echo count \${table} >> \${setting('effects')}"
                }
            }
            step('Breaks') { shell 'exit 1' }
            onFailure { undoAll() }
        """)

        then:
        effects.toSet() == ['orders', 'stock', 'users', 'carts'].collectMany {
            ["load $it from ${it}.dump", "rm ${it}.dump"]*.toString()
        }.toSet() + 'count stock'
        effects.size() == 9
        results.keySet().findAll { it.endsWith('Undo Dump') } ==
                ['orders', 'stock', 'users', 'carts'].collect { "Each table › $it › Undo Dump".toString() }.toSet()

        where:
        order << ['', 'atOnce 4']
    }

    def 'nested iterations keep their values apart'() {
        when:
        def exit = run('''
            def systems = step('Systems') { shell 'echo shop; echo erp' }
            forEach('Each system', in: { systems.lines }) { system ->
                atOnce 2
                def tables = step('Tables') { shell "echo ${system}-a; echo ${system}-b" }
                forEach('Each table', in: { tables.lines }) { table ->
                    atOnce 2
                    def dump = step('Dump') { shell "echo ${table}.dump" }
                    step('Load') { shell "echo ${system} ${dump.stdout} >> ${setting('effects')}" }
                }
            }
        ''')

        then:
        exit == 0
        effects.toSet() == ['shop shop-a.dump', 'shop shop-b.dump', 'erp erp-a.dump', 'erp erp-b.dump'].toSet()
    }

    def 'a fallback runbook receives values of steps'() {
        given:
        rig.runbook('t/other', '''
            param 'reason', 'why'
            step('Other') { shell "echo because ${params.reason} >> ${setting('effects')}" }
        ''')

        when:
        run(body)

        then:
        effects == ['because half']

        where:
        body << [
            '''step('Breaks') { shell 'echo half; exit 3'; onFailure { fallBackTo 't/other', reason: stdout } }''',
            '''def look = step('Look') { shell 'echo half' }
               step('Breaks') { shell 'exit 3' }
               onFailure { fallBackTo 't/other', reason: look.stdout }''',
            '''step('Breaks') { shell 'exit 3' }
               onFailure {
                   def look = step('Look') { shell 'echo half' }
                   fallBackTo 't/other', reason: look.stdout
               }''']
    }

    def 'an undo uses the values of a verify inside its step, also in a resume'() {
        given:
        run('''
            step('Switch') {
                shell 'true'
                def before = verify('Look') { shell 'echo green' }
                undo { shell "echo back to ${before.stdout} >> ${setting('effects')}" }
            }
            step('Breaks') { idempotent(); shell 'exit 1' }
            onFailure { undoAll() }
        ''')
        rig.cutAfter('Breaks')
        Files.delete(folder.resolve('effects'))

        when:
        rig.run('resume', 'last')

        then:
        results == [Switch: 'ok', 'Switch › Look': 'ok', Breaks: 'failed', 'Undo Switch': 'ok']
        effects == ['back to green']
    }

    static final String AFTER_CONTAINERS = '''
        phase('Prepare') {
            def release = step('Release') { shell 'echo blue' }
            parallel('Looks') {
                for (part in ['front', 'back']) {
                    def looks = verify("Look at $part") { shell "echo ${part}-ok" }
                }
            }
        }
        def tables = step('Tables') { shell 'echo orders; echo stock' }
        forEach('Each table', in: { tables.lines }) { table ->
            MODE
            def dump = step('Dump') { shell "test ${table} != BAD && echo ${table}.dump" }
            onFailure { carryOn() }
        }
        step('Switch') {
            shell 'true'
            def count = verify('Count') { shell 'echo 7' }
        }
        step('Use') {
            idempotent()
            shell "echo ${release.stdout} ${json(looks: looks*.stdout, ok: dump*.ok)} ${count.stdout} ${looks[0].stdout} >> ${setting('effects')}"
        }
        step('Upload') {
            onlyIf { dump.every { it.ok } }
            shell "echo ${json(dumps: dump*.stdout)} >> ${setting('effects')}"
        }
        onFailure { step('Tell') { shell "echo after ${release.stdout} >> ${setting('effects')}" } }
    '''

    def 'an iteration whose failure was ignored does not count as ok'() {
        when:
        def exit = run('''
            forEach('Each', in: { ['orders', 'BAD'] }) { one -> step('Note') { shell "test ${one} != BAD"; onFailure { carryOn() } } }
        ''')

        then:
        exit == 0
        events.find { it instanceof GroupFinished }.members().describe() == '1 of 2 ok, 1 ignored'
    }

    def 'an iteration for each element of #list'() {
        when:
        def exit = run("""
            def tables = step('Tables') { shell 'echo orders; echo; echo stock' }
            forEach('Each', in: { $list }) { one -> step('Note') { shell "echo \${one} >> \${setting('effects')}" } }
        """)

        then:
        exit == 0
        effects == ['orders', 'stock']

        where:
        list << ["['orders', 'stock']", "tables.lines.findAll { it != '' }"]
    }

    def 'values of steps in containers and loops are available after them'() {
        when:
        def exit = run(AFTER_CONTAINERS.replace('MODE', mode))

        then:
        exit == 0
        effects == ['blue {"looks":["front-ok","back-ok"],"ok":[true,true]} 7 front-ok', '{"dumps":["orders.dump","stock.dump"]}']

        where:
        mode << ['', 'atOnce 2']
    }

    def 'the iterations of a stopped loop that were not run are not ok'() {
        when:
        def exit = run(AFTER_CONTAINERS.replace('MODE', '').replace('BAD', 'orders'))

        then:
        exit == 0
        results['Upload'] == null
        effects == ['blue {"looks":["front-ok","back-ok"],"ok":[false,false]} 7 front-ok']
    }

    def 'values of steps in containers and loops before the death of the engine are available in a resume'() {
        given:
        run(AFTER_CONTAINERS.replace('MODE', ''))
        rig.cutAfter('Use')
        Files.delete(folder.resolve('effects'))

        when:
        def exit = rig.run('resume', 'last').exit

        then:
        exit == 0
        effects == ['blue {"looks":["front-ok","back-ok"],"ok":[true,true]} 7 front-ok', '{"dumps":["orders.dump","stock.dump"]}']
    }

    def 'a run from a later step on fails a step that reads a value of an omitted one, with its name'() {
        given:
        rig.runbook('t/main', AFTER_CONTAINERS.replace('MODE', ''))

        when:
        def answer = rig.run('run', 't/main', '-e', folder.resolve('environments/here.yaml').toString(), '--from', step)

        then:
        answer.exit == 1
        (answer.out + answer.err).contains(cause)

        where:
        step     || cause
        'Use'    || "'Release' did not run, so it has left no stdout"
        'Tables' || "'Release' did not run, so it has left no stdout"
        'Upload' || "'Each table' has not run, so it has left nothing"
    }

    def 'a fallback is started even if some of its arguments are missing'() {
        given:
        rig.runbook('t/other', """
            param 'reason', 'why'
            step('Other') { shell "echo Other >> \${setting('effects')}" }
            step('Tells why') { shell "echo because \${params.reason}" }
        """)

        when:
        run("""
            def probe = step('Probe') { shell 'echo no' }
            def never = step('Never') { onlyIf { probe.stdout == 'yes' }; shell 'echo why' }
            step('Breaks') { shell 'exit 3' }
            def late = step('Late') { shell 'echo late' }
            onFailure { fallBackTo 't/other', reason: ${missing}.stdout }
        """)

        then:
        effects == ['Other']
        results.'t/other › Tells why' == 'failed'

        where:
        missing << ['late', 'never']
    }
}
