package dev.runbook.docs.coverage;

import groovy.yaml.YamlSlurper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The coverage of one rollback plan: its demands, from {@code runbooks/SYSTEM/plan.yaml}, and the marks that say what carries
 * each of them. The page is committed beside the plan; a test compares it with the generated text.
 *
 * @param plan the title of the plan
 * @param demands in the order of the plan
 * @param marks by the number of the demand
 */
public record Coverage(String plan, List<Demand> demands, Map<String, List<Mark>> marks) {
    /** The list of demands in the folder of a system. */
    public static final String PLAN = "plan.yaml";
    /** The generated page in the folder of a system. */
    public static final String PAGE = "COVERAGE.md";

    /** Returns the folders of the systems whose plans are covered. */
    public static List<Path> systems(Path runbooks) {
        try (Stream<Path> folders = Files.list(runbooks)) {
            return folders.filter(folder -> Files.exists(folder.resolve(PLAN)))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /**
     * Reads a system's plan and finds what carries it.
     *
     * @param system the folder of the system
     * @param marked the folders with files that carry demands
     */
    public static Coverage of(Path system, List<Path> marked) {
        Map<?, ?> plan = read(system.resolve(PLAN));
        List<Demand> demands = ((List<?>) plan.get("demands"))
                .stream().map(row -> demand((Map<?, ?>) row)).toList();
        Map<String, List<Mark>> marks = marked.stream()
                .flatMap(folder -> Mark.in(folder).stream())
                .collect(Collectors.groupingBy(Mark::number, LinkedHashMap::new, Collectors.toList()));
        return new Coverage((String) plan.get("plan"), demands, marks);
    }

    private static Map<?, ?> read(Path file) {
        try {
            return (Map<?, ?>) new YamlSlurper().parse(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Demand demand(Map<?, ?> row) {
        return new Demand(
                Objects.requireNonNull(row.get("number")).toString(),
                String.valueOf(row.get("section")),
                String.valueOf(row.get("kind")),
                String.valueOf(row.get("asks")),
                Optional.ofNullable((String) row.get("open")));
    }

    /** Returns what is wrong: demands that nothing carries and that give no reason, or give one although something carries them. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        for (Demand demand : demands) {
            boolean carried = marks.containsKey(demand.number());
            if (carried == demand.open().isPresent()) {
                problems.add(demand.number() + " (" + demand.asks() + ")"
                        + (carried
                                ? " is carried: remove its 'open'"
                                : " is not carried, and has no reason in 'open'"));
            }
        }
        return problems;
    }

    /** Returns the numbers of the plan, to find marks of demands that no plan has. */
    public List<String> numbers() {
        return demands.stream().map(Demand::number).toList();
    }

    /** Returns the page, with links relative to the folder of the system. */
    public String page(Path system) {
        long carried = demands.stream()
                .filter(demand -> marks.containsKey(demand.number()))
                .count();
        StringBuilder page = new StringBuilder("# Coverage: " + plan + "\n\n")
                .append(
                        "<!-- Generated from plan.yaml and the comments '// covers …' in the runbooks: edit them there. -->\n\n")
                .append(carried + " of " + demands.size() + " demands are carried")
                .append(carried == demands.size() ? ".\n" : "; the others give the reason why not.\n");
        String section = null;
        for (Demand demand : demands) {
            if (!demand.section().equals(section)) {
                section = demand.section();
                page.append("\n## " + section
                        + "\n\n| no. | kind | the plan asks | carried by |\n| --- | --- | --- | --- |\n");
            }
            page.append("| " + demand.number() + " | " + demand.kind() + " | " + cell(demand.asks()) + " | "
                    + carriers(system, demand) + " |\n");
        }
        return page.toString();
    }

    private String carriers(Path system, Demand demand) {
        return demand.open()
                .map(Coverage::cell)
                .orElseGet(() -> marks.getOrDefault(demand.number(), List.of()).stream()
                        .map(mark -> link(system, mark))
                        .distinct()
                        .collect(Collectors.joining(" · ")));
    }

    private static String link(Path system, Mark mark) {
        String path = system.relativize(mark.file()).toString();
        String text = mark.what().isEmpty() ? mark.file().getFileName().toString() : mark.what();
        return "[" + cell(text) + "](" + path + "#L" + mark.line() + ")";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("[", "\\[").replace("]", "\\]");
    }
}
