package dev.runbook.transcript;

import dev.runbook.terminal.TerminalSanitizer;

/** Builds HTML: every text and every attribute is escaped; only this program's own tags are not. */
final class Html {
    private final StringBuilder text = new StringBuilder();

    /** Appends this program's own markup. */
    Html tag(String markup) {
        text.append(markup);
        return this;
    }

    /**
     * Appends an opening tag with attributes given as alternating names and values; an attribute with a null value is
     * omitted.
     */
    Html open(String name, String... attributes) {
        text.append('<').append(name);
        for (int i = 0; i < attributes.length; i += 2) {
            if (attributes[i + 1] != null) {
                text.append(' ').append(attributes[i]).append("=\"");
                text.append(escaped(TerminalSanitizer.line(attributes[i + 1]))).append('"');
            }
        }
        text.append('>');
        return this;
    }

    Html close(String name) {
        text.append("</").append(name).append('>');
        return this;
    }

    Html text(String content) {
        text.append(escaped(TerminalSanitizer.block(content)));
        return this;
    }

    /** Appends an element that contains only text. */
    Html element(String name, String cssClass, String content) {
        return open(name, "class", cssClass).text(content).close(name);
    }

    Html line() {
        text.append('\n');
        return this;
    }

    private static String escaped(String content) {
        StringBuilder escaped = new StringBuilder(content.length() + 16);
        for (int i = 0; i < content.length(); i++) {
            char c = content.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
