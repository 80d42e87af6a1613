package dev.runbook.plan;

import dev.runbook.value.Template;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A {@code notify}.
 *
 * @param on the events of the run it is sent at; with none, no {@code after} and no {@code every}, it is sent where it stands
 * @param after sent once when the run has gone on so long
 * @param every sent again and again while the run goes on
 * @param within its delivery budget
 * @param templateFile the template's name under the runbook folder's {@code templates/}; empty with {@code text}
 * @param text the message, read at the time it is sent
 */
public record Message(
        String channel,
        Place at,
        Set<When> on,
        Optional<Duration> after,
        Optional<Duration> every,
        Duration within,
        Optional<String> templateFile,
        Text text)
        implements Node.Single {

    /** What a notify may wait for. */
    public enum When {
        STARTED("started"),
        SUCCEEDED("succeeded"),
        FAILED("failed"),
        FELL_BACK("fellBack"),
        ABORTED("aborted"),
        AT_RISK("atRisk"),
        BREACHED("breached"),
        OVERRUN("overrun");

        private final String word;

        When(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /** Reads the text with the values known by then. */
    @FunctionalInterface
    public interface Text {
        Template read();
    }

    /** Whether it belongs to the run's events rather than to a place among the steps. */
    public boolean standing() {
        return !on.isEmpty() || after.isPresent() || every.isPresent();
    }

    /** The events it names, in the language's words. */
    public List<String> words() {
        return on.stream().map(When::word).sorted().toList();
    }
}
