package dev.runbook.environment;

import dev.runbook.AuthorException;
import dev.runbook.text.SourceExcerpt;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.Node;

/** Collects the mistakes in one file, to report them together, each with its line and a caret. */
final class Problems {
    private record Problem(int line, int column, String text) {}

    private final String file;
    private final List<String> lines;
    private final List<Problem> found = new ArrayList<>();

    Problems(Path file, String text) {
        this.file = display(file);
        this.lines = text.lines().toList();
    }

    /** Returns the path relative to the current folder, where that is shorter for people. */
    static String display(Path file) {
        Path here = Path.of("").toAbsolutePath();
        Path absolute = file.toAbsolutePath().normalize();
        return (absolute.startsWith(here) ? here.relativize(absolute) : absolute).toString();
    }

    void add(Node at, String message, Optional<String> cure) {
        Mark start = at.getStartMark();
        Mark end = at.getEndMark();
        int width = end != null && end.getLine() == start.getLine() ? end.getColumn() - start.getColumn() : 1;
        add(start, width, message, cure);
    }

    void add(Node at, String message) {
        add(at, message, Optional.empty());
    }

    void add(Node at, String message, String cure) {
        add(at, message, Optional.of(cure));
    }

    /** Adds a mistake without quoting the line, which may contain a secret. */
    void addUnquoted(Node at, String message, String... cures) {
        Mark start = at.getStartMark();
        String text = String.join(
                "\n    ",
                Stream.concat(Stream.of(place(start) + message), Stream.of(cures))
                        .toList());
        found.add(new Problem(start.getLine(), start.getColumn(), text));
    }

    void add(Mark at, int width, String message, Optional<String> cure) {
        StringBuilder text = new StringBuilder(place(at)).append(message);
        if (at.getLine() < lines.size()
                && UrlCredentials.in(lines.get(at.getLine())).isEmpty()) {
            text.append(SourceExcerpt.of(lines.get(at.getLine()), at.getColumn() + 1, width));
        }
        cure.ifPresent(line -> text.append("\n    ").append(line));
        found.add(new Problem(at.getLine(), at.getColumn(), text.toString()));
    }

    /** Returns {@code file:line}, for problems found later. */
    String place(Node at) {
        return file + ":" + (at.getStartMark().getLine() + 1);
    }

    FileLine where(Node at) {
        return new FileLine(file, at.getStartMark().getLine() + 1);
    }

    private String place(Mark at) {
        return file + ":" + (at.getLine() + 1) + ":" + (at.getColumn() + 1) + ": ";
    }

    void throwIfAny() {
        if (!found.isEmpty()) {
            found.sort(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column));
            throw new AuthorException(
                    String.join("\n", found.stream().map(Problem::text).toList()));
        }
    }
}
