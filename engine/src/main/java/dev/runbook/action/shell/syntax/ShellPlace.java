package dev.runbook.action.shell.syntax;

import dev.runbook.value.GapPlace;
import dev.runbook.value.GapRule;

/** The context of a gap in a shell. */
public enum ShellPlace implements GapPlace {
    BARE,
    DOUBLE_QUOTES,
    HERE_DOCUMENT,
    COMMENT,
    SINGLE_QUOTES(
            "the shell expands nothing between single quotes", "use double quotes, or end the quotes before the value"),
    DOLLAR_QUOTES("the shell expands nothing inside $'…'", "use double quotes"),
    QUOTED_HERE_DOCUMENT(
            "nothing is expanded in a here-document whose word is quoted", "remove the quotes from the word after <<"),
    HERE_DOCUMENT_WORD("a value cannot be the word that ends a here-document", "use a fixed word"),
    ARITHMETIC(
            "a value would be computed as an expression here, and bash runs commands hidden in one",
            "pass it to a program as an argument, e.g. expr"),
    DOUBLE_BRACKETS("[[ … ]] is not POSIX shell and may compute a value as an expression", "write [ … ]"),
    BACKTICKS("a value inside backticks is read twice", "use $(…)"),
    AFTER_BACKSLASH("a backslash before a value escapes it", "remove the backslash"),
    AFTER_DOLLAR("a value cannot be the name of a variable", "remove the $ before it");

    private final GapRule rule;

    ShellPlace() {
        this.rule = GapRule.ALLOWED;
    }

    ShellPlace(String problem, String cure) {
        this.rule = new GapRule(problem, cure);
    }

    @Override
    public GapRule rule() {
        return rule;
    }
}
