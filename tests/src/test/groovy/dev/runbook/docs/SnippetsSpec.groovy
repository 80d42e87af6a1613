package dev.runbook.docs

import dev.runbook.cli.CommandRig
import dev.runbook.compile.ClassCache
import dev.runbook.compile.source.InvalidRunbookException
import dev.runbook.compile.RunbookReader
import dev.runbook.compile.RunbookRequest
import dev.runbook.dsl.FileKind
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Files
import java.nio.file.Path
import java.time.Instant

/** Every runbook snippet in the documents compiles, and every command line of the guides succeeds. */
class SnippetsSpec extends Specification {
    @TempDir
    Path folder

    def 'every runbook of the guides passes check'() {
        given:
        def guides = Files.list(Path.of('../dsl-docs/guides')).withCloseable { it.toList() }
        def runbooks = guides.collectMany { guide ->
            (Files.readString(guide) =~ /(?s)```groovy\n(.*?)```/).collect { it[1] }
        }

        expect:
        runbooks.size() >= 4
        runbooks.each { read(it as String) }
    }

    def 'every command line of the guides succeeds, in order, with the files shown before it'() {
        given:
        def rig = new CommandRig(folder)
        def lines = 0

        expect:
        Files.list(Path.of('../dsl-docs/guides')).withCloseable { it.sorted().toList() }.each { guide ->
            def pieces = Files.readString(guide) =~ /(?ms)^```groovy\n(.*?)^```|`([^`\n]+\.yaml)`:\n\n```yaml\n(.*?)^```|^    (\S[^\n]*)$|`(runbook \w+ [^`\n]+)`/
            pieces.each { whole, runbook, file, yaml, line, inText ->
                if (runbook) {
                    rig.write("runbooks/${idOf(runbook as String)}.groovy", runbook as String)
                } else if (file) {
                    rig.write(file as String, yaml as String)
                } else {
                    lines++
                    assert said(rig, (line ?: inText) as String) == ''
                }
            }
        }
        lines >= 8
    }

    /** Empty if it succeeds. A command that acts in the working folder runs in a separate process. */
    private String said(CommandRig rig, String line) {
        if (line =~ /^runbook (?!run )/) {
            def words = (line.replaceFirst(/ > \S+$/, '') =~ /(?:[^\s']|'[^']*')+/).collect { it.replace("'", '') }
            def answer = rig.run(*words.drop(1))
            return answer.exit == 0 ? '' : answer.out + answer.err
        }
        def out = folder.resolve('out').toFile()
        def process = new ProcessBuilder('sh', '-c', 'runbook() { "$JAVA" -XX:TieredStopAtLevel=1 -cp "$JARS" dev.runbook.cli.Main "$@"; }\n' + line)
                .directory(folder.toFile()).redirectInput(new File('/dev/null')).redirectErrorStream(true).redirectOutput(out)
        process.environment().putAll(RUNBOOK_HOME: rig.variables.RUNBOOK_HOME, JARS: System.getProperty('java.class.path'),
                JAVA: Path.of(System.getProperty('java.home'), 'bin', 'java').toString())
        process.start().waitFor() == 0 ? '' : out.text
    }

    def 'every example of the reference compiles in a block that has its word'() {
        given:
        def examples = ReferencePages.examples(ReferenceSpec.SOURCES)
        def contexts = new LinkedList<String>(contexts())
        def failures = examples.collectMany { word, texts -> texts.collect { [word, it, problem(it as String, contexts)] } }
                .findAll { it[2] }

        expect:
        examples.size() > 60
        failures.collect { "${it[0]}\n${it[1]}\n${it[2]}" }.join('\n\n') == ''
    }

    /** Empty if it compiles in the block of its class, or in one of the usual ones. */
    private String problem(String example, Deque<String> contexts) {
        def problems = []
        for (context in contexts) {
            try {
                compile(context.replace('EXAMPLE', example))
                // The next example is probably of the same block.
                contexts.remove(context)
                contexts.addFirst(context)
                return ''
            } catch (InvalidRunbookException refused) {
                problems << refused.message
            }
        }
        problems.min { it.size() }
    }

    private static List<String> contexts() {
        def declared = '''
            param 'reason', 'why'
            param 'version', 'which', optional: true
            param 'name', 'which'
            param 'user', 'who'
            param 'id', 'which'
            param 'since', 'from when on'
            param 'table', 'which'
            param 'job', 'which'
            def backup = step('Backup of the example') { shell 'echo x' }
            def probe = step('Probe of the example') { http { get "${service('api')}/" } }
        '''
        def tables = "def tables = step('Tables of the example') { shell 'echo x' }"
        def runbook = { inner -> "runbook('docs/example') { $declared\n$inner\n }" }
        [runbook('EXAMPLE'),
         runbook("$tables\nEXAMPLE"),
         runbook("$tables\nforEach('Example', in: { tables.lines }) { one -> EXAMPLE\n; step('Inner') { shell 'true' } }"),
         runbook("step('Example') { EXAMPLE\n }"),
         runbook("step('Example') { shell 'true'; EXAMPLE\n }"),
         runbook("verify('Example') { shell 'true'; EXAMPLE\n }"),
         runbook("verify('Example') { EXAMPLE\n }"),
         runbook("step('Example') { shell 'true'; expect { EXAMPLE\n } }"),
         runbook("step('Example') { http { get 'https://example.org/'; EXAMPLE\n } ; expect { true } }"),
         runbook("step('Example') { http { get 'https://example.org/' } ; expect { EXAMPLE\n } }"),
         runbook("step('Example') { http { EXAMPLE\n } }"),
         runbook("phase('Example') { EXAMPLE\n; step('Inner') { shell 'true' } }"),
         runbook("parallel('Example') { EXAMPLE\n; step('Inner') { shell 'true' } }"),
         runbook("approve('Example') { EXAMPLE\n }"),
         runbook("manual('Example') { EXAMPLE\n }"),
         runbook("pause('Example') { EXAMPLE\n }"),
         runbook("$tables\nchoose('Example', in: { tables.lines }) { EXAMPLE\n }"),
         runbook("notify('Example') { EXAMPLE\n }"),
         runbook("notify('Example') { text 'x'; EXAMPLE\n }"),
         runbook("step('Example') { shell 'true'; onFailure { EXAMPLE\n } }"),
         runbook("step('Example') { shell 'true'; alreadyDone { shell 'true'; EXAMPLE\n } }"),
         runbook("trigger('Example') { severity low; shell 'true'; when { !ok }; EXAMPLE\n }"),
         runbook("trigger('Example') { severity low; shell 'true'; EXAMPLE\n }"),
         runbook("trigger('Example') { shell 'true'; when { !ok }; EXAMPLE\n }"),
         runbook("trigger('Example') { severity low; http { get 'https://example.org/' }; EXAMPLE\n }"),
         triggers('EXAMPLE'),
         triggers("measure('Example') { shell 'true'; EXAMPLE\n }"),
         triggers("score('Example') { EXAMPLE\n }"),
         triggers("def total = score('Example') { add 1, when: { !health.ok } }\ntrigger('Example trigger') { severity low; when { !health.ok }; EXAMPLE\n }"),
         "triggers('docs/example') { EXAMPLE\n }",
         'EXAMPLE']
    }

    private static String triggers(String inner) {
        """triggers('docs/example') {
            def health = measure('Health of the example') { http { get "\${service('api')}/" } }
            def errors = measure('Errors of the example') { prometheus 'errors', on: 'monitoring' }
            $inner
        }"""
    }

    /** To class files only: an example may lack an action or a target, which planning would report. */
    private void compile(String text) {
        try {
            read(text)
        } catch (InvalidRunbookException refused) {
            if (refused.stackTrace.any { it.className.endsWith('RunbookCompiler') }) {
                throw refused
            }
        }
    }

    private static String idOf(String runbook) {
        (runbook =~ /(?:runbook|triggers|stakeholders)\('([^']+)'\)/).with { it.find() ? it.group(1) : 'docs/example' }
    }

    private void read(String text) {
        def file = folder.resolve("runbooks/${idOf(text)}.groovy")
        Files.createDirectories(file.parent)
        Files.writeString(file, text)
        def reader = new RunbookReader(ClassCache.in(folder.resolve('classes')))
        def request = RunbookRequest.toCheck(file, [:], Optional.empty(), Instant.now())
        def kind = reader.kind(request)
        if (kind == FileKind.STAKEHOLDERS) {
            reader.stakeholders(request)
        } else {
            kind == FileKind.RUNBOOK && reader.read(request)
            reader.triggers(request)
        }
    }
}
