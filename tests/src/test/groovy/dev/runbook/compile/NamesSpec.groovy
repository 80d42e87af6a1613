package dev.runbook.compile

import spock.lang.Specification

/** A word is reserved only where it can be used: elsewhere a value may have its name, and a clash is reported in one line. */
class NamesSpec extends Specification implements RunbookTexts {

    def 'a value may be called #name where that is not a word'() {
        expect:
        messageOf(inRunbook("for ($name in ['a', 'b']) { step(\"Do \$$name\") { shell \"echo \${$name}\" } }")) == ''
        messageOf(inRunbook("def $name = 'x'\nstep('s') { shell \"echo \${$name}\" }")) == ''
        messageOf(inRunbook("def list = ['a'].collect { $name -> \"x\$$name\" }\nstep('s') { shell \"echo \${list[0]}\" }")) == ''
        messageOf(inRunbook("def t = step('t') { shell 'x' }\nforEach('f', in: { t.lines }) { $name -> step('s') { shell \"echo \${$name}\" } }")) == ''

        where:
        name << ['part', 'host', 'service', 'setting', 'status', 'value', 'row', 'name', 'lines', 'rows', 'body', 'header', 'every', 'holds', 'get', 'text', 'on',
                 'after', 'started', 'failed', 'ok', 'json', 'messages', 'highest', 'member', 'limit', 'file']
    }

    def 'it may be used in every block in which it is not a word: #text'() {
        expect:
        messageOf(inRunbook(text)) == ''

        where:
        text << [
            "def row = 3\nstep('s') { http { get 'http://x/' }\n expect { json.count == row } }",
            "def status = 'open'\nstep('s') { sql \"select \${status}\", on: 'shop'\n expect { row.state == status } }",
            "def value = 'v'\nstep('s') { shell 'x'\n onFailure { notify('team') { text \"\$value\" } } }",
            "def part = 'p'\nstep('s') { http { post 'http://x/'; json a: part } }",
            "step('s') { sql 'select 1', on: 'shop'\n expect { rows.every { row -> row.id > 3 } } }",
            "step('s') { sql 'select 1', on: 'shop'\n onFailure { for (row in ['a']) { notify('team') { text \"\$row\" } } } }",
            "def shell = 'bash'\nphase('p') { notify('team') { text \"\$shell\" } }\nphase('q') { parallel('r') { notify('team') { text 'x' } } }",
        ]
    }

    def 'a name that hides a word where it is used is rejected in one line: #text'() {
        given:
        def message = messageOf(inRunbook(text)).readLines()

        expect:
        message.findAll { it.startsWith('demo.groovy:') } == [line]
        message.last().strip() == 'give the value another name'

        where:
        text                                                                                   || line
        "def status = 200\nstep('s') { http { get 'http://x/' }\n expect { status == 200 } }"   || "demo.groovy:2:5: 'status' names a value here, and is a word where it is used in line 4"
        "def stdout = 'a'\nstep('s') { shell 'x'\n expect { stdout == 'a' && stdout != 'b' } }" || "demo.groovy:2:5: 'stdout' names a value here, and is a word where it is used in line 4"
        "def stderr = 'a'\nstep('s') { shell 'x'\n onFailure { step('t') { shell \"\$stderr\" } } }" || "demo.groovy:2:5: 'stderr' names a value here, and is a word where it is used in line 4"
        "def stderr = 'a'\nstep('s') { shell 'x'\n undo { shell \"\$stderr\" } }"              || "demo.groovy:2:5: 'stderr' names a value here, and is a word where it is used in line 4"
        "def ok = true\nstep('s') { shell 'x'\n expect { ok } }"                                || "demo.groovy:2:5: 'ok' names a value here, and is a word where it is used in line 4"
        "for (step in ['a', 'b']) { step(\"Do \$step\") { shell 'x' } }"                        || "demo.groovy:2:6: 'step' names a value here, and is a word where it is used in line 2"
        "def budget = 3.minutes\nstep('s') { budget budget\n shell 'x' }"                       || "demo.groovy:2:5: 'budget' names a value here, and is a word where it is used in line 3"
        "def host = 'db1'\nstep('s') { shell \"ping \${host('db1')}\" }"                        || "demo.groovy:2:5: 'host' names a value here, and is a word where it is used in line 3"
        "def started = 'x'\nnotify('team') { on started; text 'x' }\nstep('s') { shell 'x' }"   || "demo.groovy:2:5: 'started' names a value here, and is a word where it is used in line 3"
        "def params = [a: 1]\nstep('s') { shell 'x' }"                                          || "demo.groovy:2:5: 'params' is a word in runbook and cannot name a value there"
        "for (run in [1, 2]) { step(\"s\$run\") { shell 'x' } }"                                || "demo.groovy:2:6: 'run' is a word in runbook and cannot name a value there"
        "def t = step('t') { shell 'x' }\nforEach('f', in: { t.lines }) { run -> step('s') { shell \"\$run\" } }" || "demo.groovy:3:33: 'run' is a word in forEach and cannot name a value there"
    }
}
