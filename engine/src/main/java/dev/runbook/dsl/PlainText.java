package dev.runbook.dsl;

import dev.runbook.value.Template;
import dev.runbook.value.Unknown;
import groovy.lang.GString;

/** Converts a text with values to plain text wherever it is not an argument of a word. Called by compiled runbooks. */
public final class PlainText {
    private PlainText() {}

    public static String of(GString text) {
        return Values.template(text).shown();
    }

    /** Converts a text with values that only a run knows; it is assembled when it is read. */
    public static Text later(GString text) {
        Template now = Values.template(text);
        return Values.unknown(now) ? Text.unknown(asWritten(now), () -> later(text)) : Text.of(now.shown());
    }

    private static String asWritten(Template text) {
        return text.render(
                value -> value instanceof Unknown unknown ? "${" + unknown.source() + "}" : Template.readable(value));
    }
}
