package dev.runbook.docs;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A block of the language, or a topic whose words several blocks share. Its class is not shown to authors.
 *
 * @param base the class it inherits words from
 * @param topic whether its words are shared: its Javadoc begins with {@code Title: }
 * @param text its Javadoc: {@code `step(name) { }`: one action …} or {@code Actions: the words …}
 */
record Block(String className, Optional<String> base, boolean topic, String text, List<Word> words) {
    /** Returns {@code step(name) { }} or {@code Actions}. */
    String title() {
        return topic ? text.substring(0, text.indexOf(": ")) : text.substring(1, text.indexOf("`: "));
    }

    /** Returns the title in Markdown. */
    String heading() {
        return topic ? title() : "`" + title() + "`";
    }

    String link() {
        return "[" + heading() + "](" + page() + ")";
    }

    /** Returns the text after the title. */
    String description() {
        String rest = text.substring(text.indexOf(": ", title().length()) + 2);
        return Character.toUpperCase(rest.charAt(0)) + rest.substring(1);
    }

    String page() {
        String name = topic ? title() : title().replaceAll("\\W.*", "");
        return name.replaceAll("([a-z])([A-Z])", "$1-$2")
                        .replaceAll("\\W+", "-")
                        .toLowerCase(Locale.ROOT) + ".md";
    }
}
