package dev.runbook.model

import dev.runbook.journal.RunFolder
import dev.runbook.transcript.Stories
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

class RunModelSpec extends Specification {
    @TempDir
    Path home

    def 'a model that saw each record as it was written equals one that replays the journal, at every record: #story'() {
        given:
        RunFolder folder = Stories."$story"(home)
        def entries = folder.read().entries()
        def live = new RunModel()
        def nobody = Optional.empty()
        def somebody = Optional.of(entries.last().at().plusSeconds(1))

        expect:
        entries.size() > 5
        entries.indexed().every { index, entry ->
            live.apply(entry)
            def replayed = RunModel.replay(entries.take(index + 1))
            assert live.view(nobody) == replayed.view(nobody): "record ${index + 1}"
            assert live.view(somebody) == replayed.view(somebody): "record ${index + 1}, while it runs"
            true
        }

        where:
        story << ['success', 'drill', 'quorum', 'fallback', 'failure', 'interrupted']
    }
}
