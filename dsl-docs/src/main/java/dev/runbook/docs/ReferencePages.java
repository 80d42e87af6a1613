package dev.runbook.docs;

import dev.runbook.environment.Environment;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Generates the language reference from the Javadoc of the words: {@code ReferencePages SOURCES TARGET}. The pages are
 * committed with the sources; a test compares them with the generated text.
 */
public final class ReferencePages {
    private static final String MADE = "<!-- Generated from the Javadoc of the words: edit it there. -->\n\n";

    private final Map<String, Block> blocks;

    private ReferencePages(Map<String, Block> blocks) {
        this.blocks = blocks;
    }

    public static void main(String[] arguments) throws IOException {
        Path target = Path.of(arguments[1]);
        Files.createDirectories(target);
        for (Map.Entry<String, String> page : pages(Path.of(arguments[0])).entrySet()) {
            Files.writeString(target.resolve(page.getKey()), page.getValue());
        }
    }

    /** Every page by its file name. */
    public static Map<String, String> pages(Path sources) {
        Map<String, Block> withWords = new TreeMap<>();
        Map<String, Block> all = LanguageSource.blocks(sources);
        all.forEach((name, block) -> {
            boolean variant =
                    block.base().map(all::get).filter(base -> !base.topic()).isPresent();
            if (!variant && (!block.words().isEmpty() || name.endsWith("Block"))) {
                withWords.put(name, block);
            }
        });
        ReferencePages reference = new ReferencePages(withWords);
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("README.md", reference.index());
        withWords.values().forEach(block -> pages.put(block.page(), reference.page(block)));
        pages.put(EnvironmentPage.NAME, EnvironmentPage.of(environmentSchema()).text());
        pages.put(MetricsPage.NAME, MetricsPage.text());
        return pages;
    }

    /** The published schema of environment files, from the engine's class path. */
    static String environmentSchema() {
        try (InputStream in = Environment.class.getResourceAsStream("environment.schema.json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Every example of every word, with the class whose word it shows. */
    public static Map<String, List<String>> examples(Path sources) {
        Map<String, List<String>> examples = new LinkedHashMap<>();
        LanguageSource.blocks(sources)
                .forEach((name, block) ->
                        block.words().forEach(word -> examples.put(name + "." + word.name(), word.examples())));
        examples.values().removeIf(List::isEmpty);
        return examples;
    }

    private String index() {
        StringBuilder page = new StringBuilder("# Every word of the language\n\n" + MADE);
        page.append("A word can be used only in the blocks listed with it.\n\n");
        page.append("| block | what it is | words |\n| --- | --- | --- |\n");
        sorted(false)
                .forEach(block -> page.append("| ")
                        .append(block.link())
                        .append(" | ")
                        .append(cell(block.description()))
                        .append(" | ")
                        .append(Stream.concat(
                                        block.words().stream().map(word -> link(block, word)),
                                        shared(block).map(Block::link))
                                .collect(Collectors.joining(" · ")))
                        .append(" |\n"));
        page.append("\nSeveral blocks share these words:\n\n| topic | words | in the blocks |\n| --- | --- | --- |\n");
        sorted(true)
                .filter(topic -> !users(topic).isEmpty())
                .forEach(topic -> page.append("| ")
                        .append(topic.link())
                        .append(" | ")
                        .append(topic.words().stream()
                                .map(word -> link(topic, word))
                                .collect(Collectors.joining(" · ")))
                        .append(" | ")
                        .append(users(topic))
                        .append(" |\n"));
        page.append("\nNames of hosts, databases and services are declared in [the environment file](")
                .append(EnvironmentPage.NAME)
                .append("); what a run gives to Prometheus is listed under [metrics](")
                .append(MetricsPage.NAME)
                .append(").\n");
        page.append("\n## All words\n\n| word | in | meaning |\n| --- | --- | --- |\n");
        Map<String, String> rows = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        blocks.values()
                .forEach(block -> block.words()
                        .forEach(word -> rows.put(
                                word.name() + " " + block.title(),
                                "| " + link(block, word) + " | " + block.heading() + " | " + cell(word.firstSentence())
                                        + " |\n")));
        rows.values().forEach(page::append);
        return page.toString();
    }

    private Stream<Block> sorted(boolean topics) {
        return blocks.values().stream()
                .filter(block -> block.topic() == topics)
                .sorted(Comparator.comparing(Block::title, String.CASE_INSENSITIVE_ORDER));
    }

    private String page(Block block) {
        StringBuilder page = new StringBuilder("# " + block.heading() + "\n\n" + MADE + block.description() + "\n");
        if (block.topic() && !users(block).isEmpty()) {
            page.append("\nUsed in ").append(users(block)).append(".\n");
        }
        block.words().forEach(word -> page.append(section(word)));
        if (!block.topic()) {
            shared(block)
                    .forEach(topic -> page.append("\n## ")
                            .append(topic.title())
                            .append("\n\n")
                            .append(topic.words().stream()
                                    .map(word -> "- " + link(topic, word) + ": " + word.firstSentence() + "\n")
                                    .collect(Collectors.joining())));
        }
        return page.append("\n[Every word](README.md)\n").toString();
    }

    /** The topics whose words can be used in a block, nearest first. */
    private Stream<Block> shared(Block block) {
        return Stream.iterate(base(block), Optional::isPresent, base -> base.flatMap(this::base))
                .map(Optional::orElseThrow)
                .filter(topic -> !topic.words().isEmpty());
    }

    private Optional<Block> base(Block block) {
        return block.base().map(blocks::get);
    }

    /** Links to the blocks in which the words of a topic can be used. */
    private String users(Block topic) {
        return sorted(false)
                .filter(block -> shared(block).anyMatch(topic::equals))
                .map(Block::link)
                .collect(Collectors.joining(", "));
    }

    private static String section(Word word) {
        StringBuilder section = new StringBuilder("\n## " + word.name() + "\n\n");
        word.usages().forEach(usage -> section.append("`").append(usage).append("`  \n"));
        section.append("\n").append(word.text()).append("\n");
        word.examples()
                .forEach(example ->
                        section.append("\n```groovy\n").append(example).append("\n```\n"));
        return section.toString();
    }

    private static String link(Block block, Word word) {
        return "[`" + word.name() + "`](" + block.page() + "#" + word.name().toLowerCase(Locale.ROOT) + ")";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("\n", " ");
    }
}
