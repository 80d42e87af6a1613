package dev.runbook.docs;

import java.util.List;
import java.util.Optional;

/**
 * One block of the language: the class whose public methods are its words.
 *
 * @param base the block that it inherits words from
 */
record Block(String className, Optional<String> base, boolean written, String text, List<Word> words) {
    String page() {
        return className.replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(java.util.Locale.ROOT) + ".md";
    }

    /** Returns {@code step(name) { }} if the Javadoc begins with it, else the class name in words. */
    String title() {
        int open = text.indexOf('`');
        int close = text.indexOf('`', open + 1);
        return open == 0 && close > 0
                ? text.substring(1, close)
                : className.replace("Block", "").replaceAll("([a-z])([A-Z])", "$1 $2");
    }
}
