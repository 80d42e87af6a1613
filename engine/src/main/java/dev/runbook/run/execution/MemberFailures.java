package dev.runbook.run.execution;

import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/**
 * Describes the members of a container that failed, in one line that can be read; each has its own in the transcript.
 */
final class MemberFailures {
    /** How many characters descriptions may take after the first. */
    private static final int LENGTH = 240;

    private static final int NAMED = 3;

    private MemberFailures() {}

    /** {@code 'Blue' failed: exit code 1; also failed: 'Green', 'Red'}: the first with their causes, then names. */
    static String describe(List<NodeResult.Failed> failures) {
        StringJoiner described = new StringJoiner("; ");
        int count = 0;
        for (NodeResult.Failed failure : failures) {
            String text = failure.describe();
            if (count > 0 && described.length() + text.length() > LENGTH) {
                break;
            }
            described.add(text);
            count++;
        }
        List<NodeResult.Failed> others = failures.subList(count, failures.size());
        return others.isEmpty()
                ? described.toString()
                : described.add("also failed: " + names(others)).toString();
    }

    private static String names(List<NodeResult.Failed> failures) {
        String named = failures.stream()
                .limit(NAMED)
                .map(failure -> "'" + failure.step() + "'")
                .collect(Collectors.joining(", "));
        return failures.size() > NAMED ? named + " and " + (failures.size() - NAMED) + " more" : named;
    }
}
