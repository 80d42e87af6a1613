package dev.runbook.notify;

import dev.runbook.AuthorException;
import dev.runbook.text.LinearPattern;
import dev.runbook.text.TextFile;
import dev.runbook.value.FileReason;
import dev.runbook.value.Suggestion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Renders message templates: text with {@code ${run.status}} and {@code ${params.reason}}, without logic. */
public final class Templates {
    private static final LinearPattern GAP = LinearPattern.of("\\$\\{([^}]*)}");

    private Templates() {}

    /**
     * Renders a template.
     *
     * @param values maps of texts by their first name: {@code run}, {@code params}; an absent optional parameter is
     *     empty
     * @throws AuthorException when the file cannot be read or uses an unknown name
     */
    public static String render(Path file, Map<String, Object> values) {
        String text = read(file);
        Set<String> known = names(values);
        List<String> problems = problems(file, text, known);
        if (!problems.isEmpty()) {
            throw new AuthorException(String.join("\n", problems));
        }
        return GAP.replaceEach(text, gap -> value(gap.get(1).strip(), values)).stripTrailing();
    }

    /** Returns the mistakes of a template, one line each with its place; empty if it can be rendered. */
    public static List<String> check(Path file, Set<String> known) {
        try {
            return problems(file, read(file), known);
        } catch (AuthorException unreadable) {
            return List.of(unreadable.getMessage());
        }
    }

    private static List<String> problems(Path file, String text, Set<String> known) {
        List<String> problems = new ArrayList<>();
        List<String> lines = text.lines().toList();
        for (int line = 0; line < lines.size(); line++) {
            String written = lines.get(line);
            for (LinearPattern.Match gap : GAP.find(written)) {
                String name = gap.groups().get(1).strip();
                if (!known.contains(name)) {
                    problems.add(file + ":" + (line + 1) + ":" + (written.codePointCount(0, gap.start()) + 1)
                            + ": nothing is called '" + name + "'"
                            + Suggestion.didYouMean(name, known)
                                    .map(hint -> ", " + hint)
                                    .orElse(""));
                }
            }
        }
        return problems;
    }

    private static Set<String> names(Map<String, Object> values) {
        return values.entrySet().stream()
                .flatMap(group ->
                        ((Map<?, ?>) group.getValue()).keySet().stream().map(name -> group.getKey() + "." + name))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String value(String name, Map<String, Object> values) {
        int dot = name.indexOf('.');
        Object value = ((Map<?, ?>) values.get(name.substring(0, dot))).get(name.substring(dot + 1));
        return value == null ? "" : String.valueOf(value);
    }

    private static String read(Path file) {
        try {
            return TextFile.read(file, TextFile.WRITTEN_BY_HAND);
        } catch (IOException unreadable) {
            throw new AuthorException("cannot read the template " + file + ": " + FileReason.of(unreadable));
        }
    }
}
