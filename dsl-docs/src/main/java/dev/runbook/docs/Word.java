package dev.runbook.docs;

import java.util.List;

/**
 * One word of the language, from its Javadoc.
 *
 * @param usages the ways to write it, one per signature
 * @param text description in Markdown
 * @param examples runbook code
 */
record Word(String name, List<String> usages, String text, List<String> examples) {
    String firstSentence() {
        int end = text.indexOf(". ");
        String sentence = end < 0 ? text : text.substring(0, end + 1);
        return sentence.lines().findFirst().orElse("");
    }

    Word and(Word other) {
        return new Word(
                name, concat(usages, other.usages), text + "\n\n" + other.text, concat(examples, other.examples));
    }

    private static List<String> concat(List<String> a, List<String> b) {
        return java.util.stream.Stream.concat(a.stream(), b.stream()).distinct().toList();
    }
}
