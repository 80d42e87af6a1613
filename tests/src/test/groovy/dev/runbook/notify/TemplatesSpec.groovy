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
        Templates.render(template('Run ${run.id}: ${ run.status }\nbecause ${params.reason}\n'), values) ==
                'Run r1: failed\nbecause cost $5 ${run.id}'
    }

    def 'a value that is not there is written as not known'() {
        expect:
        Templates.render(template('Version ${params.version}'), values) == 'Version not known'
    }

    def 'a template includes others, whose values are inserted too'() {
        given:
        Files.writeString(folder.resolve('trailer.md'), '${include "contact.md"}\nRun ${run.id}\n\n')
        Files.writeString(folder.resolve('contact.md'), 'Call ops\n')
        def file = template('Hello ${run.status}\n\n${include \'trailer.md\'}\n')

        expect:
        Templates.render(file, values) == 'Hello failed\n\nCall ops\nRun r1'
        Templates.files(file)*.fileName*.toString() == ['t.md', 'trailer.md', 'contact.md']
    }

    def 'a value that looks like an include is only text'() {
        expect:
        Templates.render(template('${params.reason}'), [run: [:], params: [reason: '${include \'/etc/passwd\'}']]) == '${include \'/etc/passwd\'}'
    }

    @Timeout(20)
    def 'an include that #what is one mistake'() {
        given:
        def file = template(text)
        Files.writeString(folder.resolve('other.md'), other)

        expect:
        Templates.check(file, ['run.id'] as Set).toSet().size() == 1
        Templates.check(file, ['run.id'] as Set)[0] =~ problem
        !Templates.check(file, ['run.id'] as Set)[0].contains('root:')

        where:
        what                        | text                                    | other                             || problem
        'is absent'                 | '${include \'nope.md\'}'                | ''                                || /cannot read the template .*nope.md/
        'includes itself'           | '${include \'other.md\'}'               | '${include \'t.md\'}'             || /includes itself/
        'leads out of the folder'   | '${include \'../../../etc/passwd\'}'    | ''                                || /leads out of/
        'uses an unknown name'      | '${include \'other.md\'}'               | 'x\n  ${run.ix}'                  || /other\.md:2:3: nothing is called 'run.ix'/
        'doubles and doubles again' | '${include \'other.md\'}' * 60          | 'x'                               || /more than 50 templates are included/
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

    def 'a template that includes a pipe is reported, not waited for'() {
        given:
        def file = template('${include \'pipe.md\'}')
        assert ['mkfifo', folder.resolve('pipe.md').toString()].execute().waitFor() == 0

        expect:
        Templates.check(file, [] as Set)[0].endsWith('pipe.md is not a regular file')
    }
}
