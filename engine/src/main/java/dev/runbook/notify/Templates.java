package dev.runbook.notify;

import dev.runbook.AuthorException;
import dev.runbook.file.SourceFolder;
import dev.runbook.text.LinearPattern;
import dev.runbook.text.TextFile;
import dev.runbook.value.FileReason;
import dev.runbook.value.Suggestion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Renders message templates: text with {@code ${run.status}} and {@code ${params.reason}}, and with the text of other
 * templates, {@code ${include 'trailer.md'}}. There is no logic in them.
 */
public final class Templates {
    /** What is written for a value that is not there. */
    public static final String NOT_KNOWN = "not known";

    /** A value that no longer makes sense: a line that contains it is left out. */
    public static final Object LINE_LEFT_OUT = new Object();

    private static final LinearPattern GAP = LinearPattern.of("\\$\\{([^}]*)}");
    private static final LinearPattern INCLUDE = LinearPattern.of("^include\\s+(?:'([^']+)'|\"([^\"]+)\")$");
    private static final int MOST_INCLUDES = 50;

    private final Set<String> known;
    private final Set<Path> files = new LinkedHashSet<>();
    private final List<Path> open = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private int includes;

    private Templates(Set<String> known) {
        this.known = known;
    }

    /**
     * Renders a template.
     *
     * @param values maps of texts by their first name: {@code run}, {@code params}; null for a value that is not there,
     *     {@link #LINE_LEFT_OUT} for one that no longer makes sense
     * @throws AuthorException when a file cannot be read or uses an unknown name
     */
    public static String render(Path file, Map<String, Object> values) {
        Templates templates = new Templates(names(values));
        String text = templates.whole(file);
        if (!templates.problems.isEmpty()) {
            throw new AuthorException(String.join("\n", templates.problems));
        }
        String shown = text.lines()
                .filter(line -> GAP.find(line).stream()
                        .noneMatch(gap -> value(gap.groups().get(1).strip(), values) == LINE_LEFT_OUT))
                .collect(Collectors.joining("\n"));
        return GAP.replaceEach(shown, gap -> text(value(gap.get(1).strip(), values)))
                .stripTrailing();
    }

    private static String text(Object value) {
        return value == null ? NOT_KNOWN : String.valueOf(value);
    }

    /** Returns the mistakes of a template and those it includes, one line each with its place. */
    public static List<String> check(Path file, Set<String> known) {
        Templates templates = new Templates(known);
        try {
            templates.whole(file);
        } catch (AuthorException unreadable) {
            templates.problems.add(unreadable.getMessage());
        }
        return templates.problems;
    }

    /** Returns the files of a template: its own, and each it includes; only those that can be read. */
    public static Set<Path> files(Path file) {
        Templates templates = new Templates(Set.of());
        try {
            templates.whole(file);
        } catch (AuthorException unreadable) {
            // whoever renders it reports that
        }
        return templates.files;
    }

    /** Returns the text of a template with the text of those it includes in its place. */
    private String whole(Path file) {
        String text = read(file);
        files.add(file);
        open.add(file.normalize());
        List<String> lines = text.lines().toList();
        for (int line = 0; line < lines.size(); line++) {
            checkLine(file, line, lines.get(line));
        }
        String whole = GAP.replaceEach(text, gap -> {
            Optional<String> included = included(gap.get(1).strip());
            return included.isPresent() ? include(file, included.get()) : "${" + gap.get(1) + "}";
        });
        open.remove(open.size() - 1);
        return whole;
    }

    private static Optional<String> included(String gap) {
        return INCLUDE.find(gap).stream()
                .findFirst()
                .map(match -> match.groups().get(1) == null
                        ? match.groups().get(2)
                        : match.groups().get(1));
    }

    private String include(Path from, String name) {
        Path file = from.resolveSibling(name);
        if (open.contains(file.normalize())) {
            problems.add(from + ": the template includes itself: " + file);
            return "";
        }
        if (++includes > MOST_INCLUDES) {
            problems.add(from + ": more than " + MOST_INCLUDES + " templates are included");
            return "";
        }
        try {
            return whole(SourceFolder.of(from).inside(file)).stripTrailing();
        } catch (AuthorException absent) {
            problems.add(from + ": " + absent.getMessage());
            return "";
        }
    }

    private void checkLine(Path file, int line, String written) {
        for (LinearPattern.Match gap : GAP.find(written)) {
            String name = gap.groups().get(1).strip();
            if (!known.contains(name) && included(name).isEmpty()) {
                problems.add(file + ":" + (line + 1) + ":" + (written.codePointCount(0, gap.start()) + 1)
                        + ": nothing is called '" + name + "'"
                        + Suggestion.didYouMean(name, known)
                                .map(hint -> ", " + hint)
                                .orElse(""));
            }
        }
    }

    private static Set<String> names(Map<String, Object> values) {
        return values.entrySet().stream()
                .flatMap(group ->
                        ((Map<?, ?>) group.getValue()).keySet().stream().map(name -> group.getKey() + "." + name))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Object value(String name, Map<String, Object> values) {
        int dot = name.indexOf('.');
        return ((Map<?, ?>) values.get(name.substring(0, dot))).get(name.substring(dot + 1));
    }

    private static String read(Path file) {
        try {
            return TextFile.read(file, TextFile.WRITTEN_BY_HAND);
        } catch (IOException unreadable) {
            throw new AuthorException("cannot read the template " + file + ": " + FileReason.of(unreadable));
        }
    }
}
