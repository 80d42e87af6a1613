package dev.runbook.cli

import groovy.json.JsonSlurper
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

import java.nio.file.Files
import java.nio.file.Path

/** {@code runbook verify} finds every change in the folder of a run, and reports what it cannot detect. */
class VerifyCommandSpec extends Specification {
    @TempDir
    Path folder

    CommandRig rig
    Path run

    def setup() {
        rig = new CommandRig(folder)
        rig.runbook('demo/one', """step('One') { shell 'echo first; echo problem >&2' }
            step('Two') { shell 'true' }""")
        assert rig.run('run', 'demo/one').exit == 0
        run = Files.list(folder.resolve('home/runs')).withCloseable { it.findFirst().get() }
    }

    def 'an unchanged run is whole, and verify reports what it cannot detect'() {
        when:
        def answer = rig.run('verify', 'last')

        then:
        answer.exit == 0
        answer.out =~ /ok  \S+: \d+ records, 2 kept texts, 2 outputs, unchanged; head [0-9a-f]{64}/
        answer.out.contains('not covered: a run\'s owner can write all of its records again: give --head')
        answer.out.contains('not covered: transcript.html is not part of the record')

        and:
        !rig.run('verify', 'last', '--head', head()).out.contains('give --head')
        new JsonSlurper().parseText(rig.run('verify', 'last', '--json').out).notCovered.size() == 2
    }

    def '#change is found'() {
        given:
        apply.call(run)

        when:
        def answer = rig.run('verify', run.fileName.toString())

        then:
        answer.exit == 1
        answer.out =~ finding

        where:
        change                   | apply                                                             || finding
        'a changed output'       | { output(it).append('more') }                                     || /not whole .*: output\/\S+\.log was changed after the attempt had ended/
        'another output stream'  | { index(it).text = index(it).text.replace('ERR', 'OUT') } || /output\/\S+\.log was changed after/
        'a missing output'       | { output(it).delete() }                                           || /output\/\S+\.log is missing/
        'an added output'        | { it.resolve('output/three-1.log').toFile().text = 'ok' }         || /output\/three-1\.log was not written by the run/
        'an added file'          | { it.resolve('runbook/other.sh').toFile().text = 'ok' }           || /runbook\/other\.sh was not written by the run/
        'a link for an output'   | { def file = output(it); def copy = new File(it.toFile().parentFile.parentFile, 'copy'); copy.bytes = file.bytes; file.delete(); Files.createSymbolicLink(file.toPath(), copy.toPath()) } || /output\/\S+\.log is missing/
        'a changed kept text'    | { it.resolve('runbook/demo/one.groovy').toFile().append(' ') }    || /runbook\/demo\/one\.groovy is not what ran/
    }

    def 'a journal without the end of its run is reported as such'() {
        given:
        def journal = run.resolve('journal').toFile()
        def lines = journal.readLines()
        journal.text = lines.dropRight(1).join('\n') + '\n'
        def limit = 'not covered: the last record is not the end of the run: the run has not ended, or records are missing'

        expect:
        rig.run('verify', 'last').out.contains(limit)
        !rig.run('verify', 'last', '--head', head()).out.contains(limit)
    }

    @Timeout(30)
    def 'a journal that is #what is not read'() {
        given:
        def journal = run.resolve('journal')
        Files.move(journal, folder.resolve('moved'))
        assert new ProcessBuilder(command.collect { it.replace('MOVED', folder.resolve('moved').toString()) } + journal.toString()).start().waitFor() == 0

        when:
        def answer = rig.run('verify', run.fileName.toString())

        then:
        answer.exit == 2
        answer.err.contains("cannot read the journal $journal: is not a regular file")

        where:
        what     | command
        'a pipe' | ['mkfifo']
        'a link' | ['ln', '-s', 'MOVED']
    }

    def 'a run under the name of another run is found'() {
        given:
        def other = run.resolveSibling('20200101-000000-aa')
        Files.move(run, other)

        expect:
        with(rig.run('verify', '20200101-000000-aa')) {
            exit == 1
            out.contains("the folder is named 20200101-000000-aa, its journal is that of run ${run.fileName}")
        }
    }

    private String head() {
        (rig.run('verify', 'last').out =~ /head ([0-9a-f]{64})/)[0][1]
    }

    private static File output(Path run) {
        new File(run.toFile(), 'output').listFiles().find { it.name.endsWith('.log') && it.length() > 0 }
    }

    private static File index(Path run) {
        new File(output(run).path + '.index')
    }
}
