package dev.runbook.compile

import spock.lang.Specification

/** A plan shows the values known when it is made, in conditions and texts, for each iteration of a loop. */
class PlannedConstantsSpec extends Specification implements RunbookTexts, ReadPlans {

    def 'a condition is shown with its constants: #condition'() {
        given:
        def plan = check(inRunbook("""
            param 'why', 'why', example: 'x'
            def limit = 5
            for (name in ['orders', 'stock']) { for (each in [a: 1]) { step("\$name") { shell 'x'; expect { $condition } } } }""")).plan()

        expect:
        plan.nodes()*.work()*.expect()*.get()*.texts() == [[shown], [shown.replace('orders', 'stock')]]

        where:
        condition                                        || shown
        'stdout.contains(name)'                          || 'stdout.contains(‹orders›)'
        'exitCode == 0'                                  || 'exitCode == 0'
        'json[name].count > limit && stdout != name'     || 'json[‹orders›].count > ‹5› && stdout != ‹orders›'
        'lines.any { it.contains(name) }'                || 'lines.any { it.contains(‹orders›) }'
        'lines.any { line -> line == name }'             || 'lines.any { line -> line == ‹orders› }'
        'lines.size() > each.value'                      || 'lines.size() > ‹1›'
        'lines.any { def x = it; x == name }'            || 'lines.any { def x = it; x == ‹orders› }'
        '"${name}: ${limit + 1}" == stdout'              || '"‹orders›: ${‹5› + 1}" == stdout'
        '"$name: up" == stdout'                          || '"‹orders›: up" == stdout'
        "stdout.contains('😀') || stdout.contains(name)" || "stdout.contains('😀') || stdout.contains(‹orders›)"
    }

    def 'a failed condition is still reported in its own words'() {
        given:
        def task = check(inRunbook("for (name in ['orders']) { step('a') { shell 'x'; expect { stdout.contains(name) } } }")).plan().nodes()[0]

        when:
        def failed = task.body().read().expect().get().failures([stdout: 'stock'], { it })[0]

        then:
        failed.text() == 'stdout.contains(name)'
        failed.parts()*.value().containsAll(["'stock'"])
    }

    def 'a forEach shows its list if it is known: #list'() {
        expect:
        check(inRunbook("def t = step('t') { shell 'x' }\nforEach('f', in: { $list }) { one -> step('s') { shell \"x \$one\" } }"))
            .plan().nodes()[1].of() == of

        where:
        list                                  || of
        "['a', 'b']"                          || 'a, b'
        '[1, 2, 3]'                           || '1, 2, 3'
        't.lines'                             || 't: lines'
        "t.lines.findAll { it != 'x' }"       || 't: lines.findAll'
        "t.json.items.find { it.id == 3 }.of" || 't: json.items.find.of'
    }
}
