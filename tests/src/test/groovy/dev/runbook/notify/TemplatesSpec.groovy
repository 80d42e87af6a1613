package dev.runbook.notify

import dev.runbook.AuthorException
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

import java.nio.file.Files
import java.nio.file.Path

class TemplatesSpec extends Specification {
    @TempDir
    Path folder

    def values = [run: [status: 'failed', id: 'r1'], params: [reason: 'cost $5 ${run.id}', version: null]]

    Path template(String text) {
        def file = folder.resolve('t.md')
        Files.writeString(file, text)
    }

    def 'values are inserted unchanged, and never parsed as a template'() {
        expect:
        Templates.render(template('Run ${run.id}: ${ run.status }\nbecause ${params.reason}${params.version}\n'), values) ==
                'Run r1: failed\nbecause cost $5 ${run.id}'
    }

    def 'an unknown name is reported with its place and the nearest name'() {
        given:
        def file = template('ok\n  ${run.statsu} ${params.reason}\n${x}')

        expect:
        Templates.check(file, ['run.status', 'run.id', 'params.reason'] as Set) == [
                "$file:2:3: nothing is called 'run.statsu', did you mean 'run.status'?".toString(),
                "$file:3:1: nothing is called 'x'".toString()]
    }

    @Timeout(20)
    def 'a template is read in time proportional to its size: #part'() {
        expect:
        Templates.check(template(part * (900_000 / part.length() as int)), [] as Set).every { it.length() < 1_000_000 }

        where:
        part << ['${', '${ ', '${                                   ', '$', '${a']
    }

    def 'a missing template is reported in one line'() {
        when:
        Templates.render(folder.resolve('nope.md'), values)

        then:
        def refused = thrown(AuthorException)
        refused.message == "cannot read the template ${folder.resolve('nope.md')}: there is no such file or folder"
    }
}
