package dev.runbook.action.sql.script

import dev.runbook.AuthorException
import dev.runbook.action.sql.database.SqlServer
import dev.runbook.value.Template
import spock.lang.Specification

class GoSplitterSpec extends Specification {

    def 'batches end at a line GO: #script'() {
        expect:
        batches(script) == batches

        where:
        script                                            || batches
        'select 1; select 2'                              || [['select 1; select 2', 1, 1]]
        'select 1\nGO\nselect 2\ngo\n'                    || [['select 1', 1, 1], ['select 2', 1, 3]]
        'insert t default values\r\n  Go 5 -- times\r\nselect 2' || [['insert t default values', 5, 1], ['select 2', 1, 3]]
        "print '\nGO\n'\nGO\nselect 2"                    || [["print '\nGO\n'", 1, 1], ['select 2', 1, 5]]
        '/* first\nGO\n/* nested */\n*/ select 1\nGO'     || [['/* first\nGO\n/* nested */\n*/ select 1', 1, 1]]
        'select 1 as [a\nGO\n]\nGO\n-- nothing\nGO'       || [['select 1 as [a\nGO\n]', 1, 1]]
        'select 1 GO\nGOTO done\nGO;'                     || [['select 1 GO\nGOTO done', 1, 1]]
    }

    def 'a GO with an invalid number is rejected'() {
        when:
        batches('select 1\nGO 0')

        then:
        def refusal = thrown(AuthorException)
        refusal.message == 'GO 0: a batch is sent 1 to 100000 times'
    }

    private static List batches(String script) {
        new SqlScript(Template.of(script)).statements(new SqlServer().&sections).collect { [it.text(), it.times(), it.startLine()] }
    }
}
