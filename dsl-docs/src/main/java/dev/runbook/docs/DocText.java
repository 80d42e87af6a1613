package dev.runbook.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Splits a Javadoc comment into prose as Markdown and examples as code. */
record DocText(String prose, List<String> examples) {
    private static final Pattern EXAMPLE = Pattern.compile("<pre>\\{@code\\s*?\\n(.*?)\\n?\\s*}</pre>", Pattern.DOTALL);
    private static final Pattern INLINE = Pattern.compile("\\{@(?:code|literal)\\s+((?:[^{}]|\\{[^{}]*})*)}");
    private static final Pattern LINK = Pattern.compile("\\{@link(?:plain)?\\s+[^}\\s]*?([A-Za-z]+)(?:\\s+([^}]*))?}");

    static DocText of(String comment) {
        List<String> examples = new ArrayList<>();
        Matcher example = EXAMPLE.matcher(comment);
        while (example.find()) {
            examples.add(example.group(1).stripIndent().stripTrailing());
        }
        String prose = EXAMPLE.matcher(comment).replaceAll("");
        int tags = prose.indexOf("\n @");
        prose = tags < 0 ? prose : prose.substring(0, tags);
        prose = INLINE.matcher(prose).replaceAll(code -> Matcher.quoteReplacement("`" + code.group(1) + "`"));
        prose = LINK.matcher(prose).replaceAll(link -> Matcher.quoteReplacement("`" + link.group(1) + "`"));
        List<String> paragraphs = new ArrayList<>();
        for (String paragraph : prose.split("<p>")) {
            String flat = paragraph.replaceAll("\\s+", " ").strip();
            if (!flat.isEmpty()) {
                paragraphs.add(flat);
            }
        }
        return new DocText(String.join("\n\n", paragraphs), examples);
    }
}
