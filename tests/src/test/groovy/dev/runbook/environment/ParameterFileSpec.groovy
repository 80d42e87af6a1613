package dev.runbook.environment

import dev.runbook.AuthorException
import groovy.yaml.YamlSlurper
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

class ParameterFileSpec extends Specification {
    @TempDir
    Path folder

    def 'a text has the meaning that YAML gives it: #yaml'() {
        given:
        def file = write(yaml)

        expect:
        ParameterFile.read(file) == (new YamlSlurper().parse(file) as Map).collectEntries { name, value -> [name, String.valueOf(value)] }

        where:
        yaml << [
            'reason: health check down',
            'reason: "a: b # no comment"  # a comment',
            "reason: 'it''s down'",
            'reason: "tab\\t, quote\\", \\u00e9 and \\x41"',
            'reason: |\n  line 1\n    line 2\n\n  line 3\n',
            'reason: |-\n  no final break\n',
            'reason: >\n  folded\n  into one\n\n  and a second\n',
            'reason: >+\n  kept\n\n',
            'reason: plain text\n  going on\n  below',
            'reason: "quoted\n  over lines"',
            '{reason: flow, version: v1.2.3}',
            '"quoted name": value\n? explicit\n: too',
            '---\nreason: after a marker\n...',
            'count: 12\npercent: 95\nsure: true',
            'reason: größer – „überall“ 💡',
            "reason: ''",
            '# only a comment before\nreason: x',
        ]
    }

    def 'a value keeps its spelling, whatever its YAML type: #yaml'() {
        expect:
        ParameterFile.read(write(yaml)).values().toSet() == [text] as Set

        where:
        yaml                  | text
        'v: 1.50'             | '1.50'
        'v: 007'              | '007'
        'v: yes'              | 'yes'
        'v: 2026-11-21'       | '2026-11-21'
        'v: 1e3'              | '1e3'
        'v: 0x10'             | '0x10'
        'v: &it blue\nw: *it' | 'blue'
    }

    def 'half of a character is rejected, a complete one in two escapes is read'() {
        when:
        ParameterFile.read(write('{"v": "a\\ud800b"}'))

        then:
        def refused = thrown(AuthorException)
        refused.message.contains(':1:7: this text holds half of a character')

        and:
        ParameterFile.read(write('{"v": "a\\ud83d\\ude00b"}')) == [v: 'a😀b']
    }

    def 'a value that is not text is rejected with its place: #yaml'() {
        when:
        ParameterFile.read(write(yaml))

        then:
        def refused = thrown(AuthorException)
        refused.message.contains(said)

        where:
        yaml                     | said
        'v: [1, 2]'              | "parameters.yaml:1:4: 'v' is one text or number"
        '- a\n- b'               | 'a file of parameters is a map: NAME: value'
        'v: 1\nv: 2'             | 'parameters.yaml:2:1'
        'v: "open'               | 'parameters.yaml:1'
        'v: !!java.net.URL [x]'  | 'parameters.yaml:1'
    }

    private Path write(String yaml) {
        Files.writeString(folder.resolve('parameters.yaml'), yaml)
    }
}
