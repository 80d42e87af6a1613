package dev.runbook.journal

import dev.runbook.journal.event.*
import dev.runbook.terminal.ColorPalette
import dev.runbook.model.RunView
import dev.runbook.transcript.TextTranscript
import dev.runbook.cli.CommandRig
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import spock.lang.Specification
import spock.lang.TempDir

/** A journal of every format that engines have written remains a resource of the tests, and is read. */
class EarlierJournalsSpec extends Specification {
    @TempDir
    Path folder

    private static JournalText read(String name) {
        JournalReader.read(Path.of(EarlierJournalsSpec.getResource("/journals/$name").toURI()))
    }

    def 'decisions recorded as text are converted'() {
        given: 'a run whose engine died in three steps; of the last one the probe gave no answer'
        def text = read('format-1-decisions-in-texts')
        def ends = text.entries()*.event().findAll { it instanceof StepFinished }

        expect:
        text.tail() == JournalText.Tail.NONE
        ends.collect { [it.step(), it.by()] } == [['Prepare', DecidedBy.ITSELF], ['Switch', DecidedBy.OPERATOR], ['Probed', DecidedBy.PROBE],
                                                  ['Asked', DecidedBy.UNANSWERED_PROBE]]
        text.entries()*.event().findAll { it instanceof Resumed }*.after().toSet() == [ResumedAfter.INTERRUPTION] as Set
        !text.end().get().trace().resumable()

        and: 'it is shown, and can be resumed'
        def view = RunView.of(text, Optional.empty()).get()
        view.resumable()
        TextTranscript.of(view, ColorPalette.PLAIN, 120).contains('? Asked  unknown: its probe gave no answer')
    }

    def 'a run of format #format is verified, shown and resumed'() {
        given:
        def rig = new CommandRig(folder)
        def runs = folder.resolve('home/runs')
        def kept = Path.of(EarlierJournalsSpec.getResource("/journals/format-$format").toURI())
        copy(kept, runs)
        def id = Files.list(kept).withCloseable { it.findFirst().get().fileName.toString() }
        def file = runs.resolve("$id/runbook/demo/formats.groovy")

        expect:
        rig.run('verify', id).out =~ /^ok  $id: 42 records, 2 kept texts, /
        with(rig.run('show', id).out) {
            contains('Switch  unknown: in progress when the engine died')
            contains('Bad  failed, tolerated (Checks: 1 of 2 ok, needed 1 of 2)')
            contains('Optional  failed, ignored (onFailure: carryOn)')
            contains('Not needed: skipped: onlyIf: 1 == 2')
            contains('not reached: Finish')
        }

        when:
        def resumed = rig.run('resume', id, '--skip-step', 'Switch', '--runbook', file.toString())

        then: 'its steps are done, long after its RTO'
        resumed.exit == 3
        resumed.out.contains('succeeded after ')
        rig.run('show', id).out =~ /RPO +met: /
        rig.run('verify', id).exit == 0

        where:
        format << [1, 2]
    }

    /** Copies a folder privately, as the engine leaves it. */
    private static void copy(Path from, Path to) {
        Files.walk(from).withCloseable { all ->
            all.each { file ->
                def copy = to.resolve(from.relativize(file).toString())
                Files.createDirectories(Files.isDirectory(file) ? copy : copy.parent)
                Files.isDirectory(file) ?: Files.copy(file, copy)
                Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString(Files.isDirectory(copy) ? 'rwx------' : 'rw-------'))
            }
        }
    }
}
