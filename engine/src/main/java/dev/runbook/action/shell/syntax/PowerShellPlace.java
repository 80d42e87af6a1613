package dev.runbook.action.shell.syntax;

import dev.runbook.value.GapPlace;
import dev.runbook.value.GapRule;

/** The context of a gap in PowerShell. */
enum PowerShellPlace implements GapPlace {
    BARE,
    DOUBLE_QUOTES,
    COMMENT,
    SINGLE_QUOTES("PowerShell expands nothing between single quotes", "use double quotes"),
    PART_OF_WORD(
            "an unquoted value needs spaces around it: adjacent text would become part of its name, or another argument",
            "put the whole word into double quotes"),
    COMMAND("a value after & or . would be run as a command", "write the command's name there"),
    AFTER_BACKTICK("a backtick before a value escapes it", "remove the backtick"),
    AFTER_DOLLAR("a value cannot be the name of a variable", "remove the $ before it"),
    IN_A_NAME("a value cannot be the name of a variable", "use a fixed name"),
    VERBATIM("nothing is expanded after --%", "remove --% and quote the arguments");

    private final GapRule rule;

    PowerShellPlace() {
        this.rule = GapRule.ALLOWED;
    }

    PowerShellPlace(String problem, String cure) {
        this.rule = new GapRule(problem, cure);
    }

    @Override
    public GapRule rule() {
        return rule;
    }
}
