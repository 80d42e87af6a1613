package dev.runbook.cli.console;

import dev.runbook.cli.Style;
import dev.runbook.journal.Entry;
import java.util.ArrayList;
import java.util.List;

/** A run that is over, told as the console told it, from its journal. */
public final class Replay {
    private Replay() {}

    public static String text(List<Entry> entries, Style style, int columns) {
        StepBook book = new StepBook();
        Narration narration = new Narration(style, book);
        RunSummary summary = new RunSummary();
        List<String> lines = new ArrayList<>();
        for (Entry entry : entries) {
            narration.of(entry).forEach(line -> lines.add(PlainScreen.stamp(entry) + line));
            book.recorded(entry);
            summary.recorded(entry);
        }
        lines.add(summary.text(style, columns));
        return String.join("\n", lines);
    }
}
