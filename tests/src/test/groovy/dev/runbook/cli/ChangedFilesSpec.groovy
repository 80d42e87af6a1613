package dev.runbook.cli

import dev.runbook.time.FakeClock
import dev.runbook.trigger.FollowUp
import dev.runbook.trigger.Start
import dev.runbook.trigger.TriggerSet
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.FileTime
import java.time.Duration
import spock.lang.Specification
import spock.lang.TempDir

class ChangedFilesSpec extends Specification {
    @TempDir
    Path folder

    FakeClock clock = new FakeClock()
    List<String> lines = []

    def 'a file that changes, and a runbook that is started, are reported once'() {
        given:
        def file = Files.writeString(folder.resolve('decision.groovy'), 'a')
        def runbook = Files.writeString(folder.resolve('rollback.groovy'), 'a')
        def changed = new ChangedFiles(clock, lines.&add)
        changed.add(new TriggerSet('shop/decision', file, [], [], [], [followUp(runbook)]))

        when:
        look(changed)

        then:
        lines == []

        when:
        Files.setLastModifiedTime(file, FileTime.fromMillis(1))
        Files.delete(runbook)
        2.times { look(changed) }

        then:
        lines.sort() == ["$file has changed: restart the watch to use it", "$runbook has changed: restart the watch to use it"]*.toString()
    }

    private void look(ChangedFiles changed) {
        clock.advance(Duration.ofSeconds(30))
        changed.look()
    }

    private static followUp(Path runbook) {
        new FollowUp('f', null, true, [], new Start('shop/rollback', runbook, [] as Set, Optional.empty(), Optional.empty()), [], null)
    }
}
