package dev.runbook.cli;

import dev.runbook.AuthorException;
import dev.runbook.journal.JournalText;
import dev.runbook.journal.RunFolder;
import dev.runbook.model.RunView;
import dev.runbook.terminal.Terminal;
import dev.runbook.time.Clock;
import dev.runbook.transcript.HtmlTranscript;
import dev.runbook.transcript.RunDocument;
import dev.runbook.transcript.TextTranscript;
import dev.runbook.value.Suggestion;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Renders a run's journal in the available formats. */
final class Transcripts {
    static final List<String> FORMATS = List.of("text", "html", "json");

    private Transcripts() {}

    /** @throws AuthorException when the format is unknown, or the run has no record yet */
    static String of(RunFolder folder, String format, Terminal terminal) {
        Optional<Instant> now = Optional.of(Clock.system().wall()).filter(at -> folder.live());
        JournalText text = folder.read();
        RunView run = RunView.of(text, now).orElseThrow(() -> new AuthorException(unbegun(folder, text)));
        return switch (format) {
            case "text" -> TextTranscript.of(run, terminal.palette(), terminal.columns());
            case "html" -> HtmlTranscript.of(run, folder::outputText);
            case "json" -> RunDocument.json(run);
            default ->
                throw new AuthorException("no format '" + format + "': "
                        + Suggestion.didYouMean(format, FORMATS).orElse("there are: " + String.join(", ", FORMATS)));
        };
    }

    private static String unbegun(RunFolder folder, JournalText text) {
        String dead = folder.lifecycle(text).dead();
        return dead.isEmpty() ? "run " + folder.id() + " has no record yet: an engine is just beginning it" : dead;
    }
}
