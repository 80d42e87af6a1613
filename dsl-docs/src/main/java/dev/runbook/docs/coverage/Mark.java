package dev.runbook.docs.coverage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A comment such as {@code // covers E12, E14-E16}: what its line begins, or what follows a line without anything else, carries these
 * demands.
 *
 * @param number a demand
 * @param file the file with the comment
 * @param line the line of what follows the comment, counted from 1
 * @param what the word and the name of what follows, such as {@code step 'Stop traffic'}; for a file without names, empty
 */
record Mark(String number, Path file, int line, String what) {
    private static final Pattern COMMENT =
            Pattern.compile("(.*?)(?://|#|--) covers ([A-Z]\\d+(?:-[A-Z]?\\d+)?(?:, [A-Z]\\d+(?:-[A-Z]?\\d+)?)*)");
    private static final Pattern NAMED = Pattern.compile("\\s*(?:def \\w+ = )?(\\w+)\\(?\\s*(['\"])(.+?)\\2.*");
    private static final Pattern NUMBERS = Pattern.compile("([A-Z])(\\d+)(?:-\\1?(\\d+))?");
    private static final Set<String> SOURCES =
            Set.of("groovy", "sql", "sh", "yaml", "yml", "crontab", "timer", "service");
    /** How many lines after a comment a name is looked for. */
    private static final int REACH = 4;

    /** Returns the marks in the files of a folder, in the order of files and lines. */
    static List<Mark> in(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> Files.isRegularFile(file) && SOURCES.contains(ending(file)))
                    .sorted()
                    .flatMap(file -> inFile(file).stream())
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String ending(Path file) {
        String name = file.getFileName().toString();
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static List<Mark> inFile(Path file) {
        List<String> lines = lines(file);
        List<Mark> marks = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            Matcher comment = COMMENT.matcher(lines.get(i));
            if (comment.matches()) {
                int named = named(lines, comment.group(1).isBlank() ? i + 1 : i);
                String what = named < 0 ? "" : nameOf(lines.get(named));
                int line = named < 0 ? i + 1 : named + 1;
                numbers(comment.group(2)).forEach(number -> marks.add(new Mark(number, file, line, what)));
            }
        }
        return marks;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(file.toString(), unreadable);
        }
    }

    private static int named(List<String> lines, int from) {
        return IntStream.range(from, Math.min(lines.size(), from + REACH))
                .filter(i -> NAMED.matcher(lines.get(i)).matches())
                .findFirst()
                .orElse(-1);
    }

    private static String nameOf(String line) {
        Matcher named = NAMED.matcher(line);
        return named.matches() ? named.group(1) + " '" + named.group(3) + "'" : "";
    }

    private static Stream<String> numbers(String list) {
        return NUMBERS.matcher(list).results().flatMap(found -> {
            int first = Integer.parseInt(found.group(2));
            int last = found.group(3) == null ? first : Integer.parseInt(found.group(3));
            return IntStream.rangeClosed(first, last).mapToObj(number -> found.group(1) + number);
        });
    }
}
