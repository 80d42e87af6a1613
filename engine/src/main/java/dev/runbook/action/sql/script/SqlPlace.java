package dev.runbook.action.sql.script;

import dev.runbook.value.GapPlace;
import dev.runbook.value.GapRule;

/** The context of a gap for the database. */
public enum SqlPlace implements GapPlace {
    CODE,
    STRING(
            "a value inside quotes would be read as text of the statement",
            "remove the quotes: it is bound as a parameter; concatenate with || if it is only a part"),
    IDENTIFIER(
            "a value inside a quoted name would be read as text of the statement",
            "remove the quotes and write ${identifier(…)}"),
    PART_OF_NAME("a value cannot be a part of a name or a number", "write ${identifier(…)} for the whole name"),
    DOLLAR_QUOTED(
            "a value inside $$ … $$ would be read as text of the statement",
            "pass it as a parameter of a statement outside the body"),
    COMMENT("a value in a comment does nothing", "move it out of the comment");

    private final GapRule rule;

    SqlPlace() {
        this.rule = GapRule.ALLOWED;
    }

    SqlPlace(String problem, String cure) {
        this.rule = new GapRule(problem, cure);
    }

    @Override
    public GapRule rule() {
        return rule;
    }
}
