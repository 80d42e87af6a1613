package dev.runbook.dsl;

import groovy.lang.GString;

/** Makes plain text of a text with values, wherever it is not handed to a word. Called by compiled runbooks. */
public final class PlainText {
    private PlainText() {}

    public static String of(GString text) {
        return Values.template(text).shown();
    }
}
