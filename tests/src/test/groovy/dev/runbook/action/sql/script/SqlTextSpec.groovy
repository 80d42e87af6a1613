package dev.runbook.action.sql.script

import spock.lang.Specification

import static dev.runbook.action.sql.script.SqlPlace.CODE
import static dev.runbook.action.sql.script.SqlPlace.COMMENT
import static dev.runbook.action.sql.script.SqlPlace.DOLLAR_QUOTED
import static dev.runbook.action.sql.script.SqlPlace.IDENTIFIER
import static dev.runbook.action.sql.script.SqlPlace.PART_OF_NAME
import static dev.runbook.action.sql.script.SqlPlace.STRING

class SqlTextSpec extends Specification {

    def 'in #parts the values are in #places'() {
        expect:
        SqlText.of(parts).gaps() == places

        where:
        parts                                                  | places
        ['select 1']                                           | []
        ['select * from t where a = ', ' and b = ', '']        | [CODE, CODE]
        ["select '", "'"]                                      | [STRING]
        ["select 'it''s ", "', ", '']                          | [STRING, CODE]
        ["select 'a\\', ", '']                                 | [CODE]
        ["select E'a\\', ", "'"]                               | [STRING]
        ["select e'a\\'b', ", '']                              | [CODE]
        ["where name like'a\\', ", '']                         | [CODE]
        ["select N'", "'"]                                     | [STRING]
        ['select "', '" from t']                               | [IDENTIFIER]
        ['select `', '` from t']                               | [IDENTIFIER]
        ['select [my ', '] from [t] where a = ', '']           | [IDENTIFIER, CODE]
        ['select a[', '], ARRAY[x, ', '], ARRAY[[1, ', ']]']   | [CODE, CODE, CODE]
        ['-- it\'s ', "\nselect ", '']                         | [COMMENT, CODE]
        ['select 1 - ', ' / ', '']                             | [CODE, CODE]
        ['/* a /* b */ ', ' */ select ', '']                   | [COMMENT, CODE]
        ['do $$ begin ', ' end $$; select ', '']               | [DOLLAR_QUOTED, CODE]
        ['do $x$ $$ ', ' $$ $x$; select ', '']                 | [DOLLAR_QUOTED, CODE]
        ['select $1, ', ', a$b$c, ', '']                       | [CODE, CODE]
        ['select * from orders_', '']                          | [PART_OF_NAME]
        ['select * from ', '_old']                             | [PART_OF_NAME]
        ['select ', '', '']                                    | [PART_OF_NAME, PART_OF_NAME]
        ['select ', '::int, (', '), ', '.id']                  | [CODE, CODE, CODE]
    }

    def 'a place where no value is allowed reports the reason and the cure'() {
        expect:
        SqlPlace.values().findAll { !it.allowed() }.every { it.problem() && it.cure() }
        CODE.allowed()
    }
}
