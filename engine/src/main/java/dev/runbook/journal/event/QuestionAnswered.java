package dev.runbook.journal.event;

import java.util.Map;

/**
 * A question was answered, or somebody tried to.
 *
 * @param step the question; empty when none was meant or found
 * @param number of a box, or of a choice; -1 for none
 * @param values what a person gave with a box
 * @param who answered; empty where no person did
 * @param from where the person was: a host, a terminal, a network address
 * @param why in the person's words
 * @param refusal why it does not count; empty if it does
 * @param note the id of the request, which whoever sent it looks for; empty for none
 */
public record QuestionAnswered(
        String step,
        Answer answer,
        int number,
        Map<String, String> values,
        String who,
        AnswerSource source,
        String from,
        String why,
        Acceptance acceptance,
        String refusal,
        String note)
        implements Event {
    /** Whether an answer counts. */
    public enum Acceptance {
        REFUSED,
        /** It came after the question was decided. */
        LATE,
        COUNTED
    }

    public boolean counted() {
        return acceptance == Acceptance.COUNTED;
    }

    /** Returns who answered for people: {@code maria}, {@code the drill}; {@code somebody unknown} with a forged link. */
    public String describeWho() {
        return switch (source) {
            case ENGINE -> "the engine";
            case DRILL -> "the drill";
            case SILENCE -> "silence";
            case OWN_TERMINAL, OTHER_TERMINAL, LINK -> who.isEmpty() ? "somebody unknown" : who;
        };
    }

    /** Returns what somebody wanted to answer: {@code a yes of maria}. */
    public String describeAttempt() {
        String box = "box " + number;
        String what = switch (answer) {
            case APPROVE -> "a yes";
            case REJECT -> "a no";
            case TICK -> "the tick of " + box;
            case FAIL -> "the failure of " + box;
            case SKIP -> "the skip of " + box;
            case CHOOSE -> "choice " + number;
            case END -> "the early end";
        };
        return what + " of " + describeWho() + (why.isEmpty() ? "" : " (" + why + ")");
    }

    /** Returns what was answered: {@code box 4 failed by jo: the backup cannot be read}. */
    public String describe() {
        String box = "box " + number;
        String what = switch (answer) {
            case APPROVE -> "approved";
            case REJECT -> "rejected";
            case TICK -> box + " ticked";
            case FAIL -> box + " failed";
            case SKIP -> box + " skipped";
            case CHOOSE -> "choice " + number + " taken";
            case END -> "ended early";
        };
        String given = values.isEmpty() ? "" : " " + values;
        return what + " by " + describeWho() + given + (why.isEmpty() ? "" : ": " + why);
    }
}
