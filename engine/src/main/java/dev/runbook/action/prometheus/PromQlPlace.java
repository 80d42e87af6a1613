package dev.runbook.action.prometheus;

import dev.runbook.value.GapPlace;
import dev.runbook.value.GapRule;

/** The context of a gap. */
enum PromQlPlace implements GapPlace {
    NUMBER,
    DOUBLE_QUOTES,
    SINGLE_QUOTES,
    BACKTICKS("nothing can be escaped between backticks", "use double quotes"),
    COMMENT("a value in a comment does nothing", "move it out of the comment"),
    PART_OF_NAME("a value cannot be a part of a name", "match the name by a label: {__name__=\"…\"}");

    private final GapRule rule;

    PromQlPlace() {
        this.rule = GapRule.ALLOWED;
    }

    PromQlPlace(String problem, String cure) {
        this.rule = new GapRule(problem, cure);
    }

    @Override
    public GapRule rule() {
        return rule;
    }
}
