package dev.runbook.docs;

import dev.runbook.environment.Environment;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Generates the language reference from the Javadoc of the words: {@code ReferencePages SOURCES TARGET}. The pages are
 * committed with the sources; a test compares them with the generated text.
 */
public final class ReferencePages {
    private static final String MADE = "<!-- made from the words' own Javadoc; change it there -->\n\n";

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
        LanguageSource.blocks(sources).forEach((name, block) -> {
            if (!block.words().isEmpty() || name.endsWith("Block")) {
                withWords.put(name, block);
            }
        });
        ReferencePages reference = new ReferencePages(withWords);
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("README.md", reference.index());
        withWords.values().forEach(block -> pages.put(block.page(), reference.page(block)));
        pages.put(EnvironmentPage.NAME, EnvironmentPage.of(environmentSchema()).text());
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
        page.append(
                "A word stands only in the blocks that know it. Each block lists its own words, then those it shares.\n\n");
        page.append("| block | what it is | its own words |\n| --- | --- | --- |\n");
        blocks.values().stream()
                .filter(Block::written)
                .forEach(block -> page.append("| [`")
                        .append(block.title())
                        .append("`](")
                        .append(block.page())
                        .append(") | ")
                        .append(cell(afterTitle(block.text())))
                        .append(" | ")
                        .append(block.words().stream()
                                .map(word -> link(block, word))
                                .collect(Collectors.joining(" · ")))
                        .append(" |\n"));
        page.append("\nWhat differs from place to place is named in [the environment file](")
                .append(EnvironmentPage.NAME)
                .append(").\n");
        page.append("\n## All words\n\n| word | meaning |\n| --- | --- |\n");
        Map<String, String> rows = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        blocks.values()
                .forEach(block -> block.words()
                        .forEach(word -> rows.put(
                                word.name() + " " + block.className(),
                                "| " + link(block, word) + " | " + cell(word.firstSentence()) + " |\n")));
        rows.values().forEach(page::append);
        return page.toString();
    }

    private String page(Block block) {
        StringBuilder page =
                new StringBuilder("# `" + block.title() + "`\n\n" + MADE + afterTitle(block.text()) + "\n");
        List<Block> shared = shared(block);
        block.words().forEach(word -> page.append(section(word)));
        for (Block base : shared) {
            page.append("\n## Shared: ").append(afterTitle(base.text())).append("\n\n");
            page.append(base.words().stream()
                    .map(word -> "- " + link(base, word) + ": " + word.firstSentence() + "\n")
                    .collect(Collectors.joining()));
        }
        return page.append("\n[Every word](README.md)\n").toString();
    }

    private List<Block> shared(Block block) {
        List<Block> bases = new ArrayList<>();
        Block base = block.base().map(blocks::get).orElse(null);
        while (base != null) {
            if (!base.words().isEmpty()) {
                bases.add(base);
            }
            base = base.base().map(blocks::get).orElse(null);
        }
        return bases;
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
        return "[`" + word.name() + "`](" + block.page() + "#" + word.name().toLowerCase(java.util.Locale.ROOT) + ")";
    }

    /** The text after {@code `step(name) { }`: }, which is already the title. */
    private static String afterTitle(String text) {
        int end = text.startsWith("`") ? text.indexOf("`: ") : -1;
        return end < 0 ? text : Character.toUpperCase(text.charAt(end + 3)) + text.substring(end + 4);
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("\n", " ");
    }
}
