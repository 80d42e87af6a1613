package dev.runbook.plan;

import dev.runbook.value.EnumWord;
import dev.runbook.value.Template;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A {@code notify}.
 *
 * @param on the events of the run at which it is sent; with none, no {@code after} and no {@code every}, it is sent at
 * its place among the steps
 * @param after sent once when the RTO clock has run this long
 * @param every sent periodically, counted from the start of the RTO clock, until the run ends
 * @param within its delivery budget
 * @param templateFile the template of its text; empty with {@code text}
 * @param htmlFile the template of its HTML part, for e-mail; empty for text only
 * @param text the message, read at the time it is sent
 * @param parameters what its templates may read as {@code params}
 */
public record Message(
        String channel,
        Place at,
        Set<When> on,
        Optional<Duration> after,
        Optional<Duration> every,
        Duration within,
        Optional<Path> templateFile,
        Optional<Path> htmlFile,
        Text text,
        Parameters parameters)
        implements Node.Single {

    @Override
    public <R> R accept(NodeVisitor<R> visitor) {
        return visitor.message(this);
    }

    /** The events a notify may wait for. */
    public enum When {
        STARTED,
        CLOCK_STARTED,
        RECOVERED,
        SUCCEEDED,
        FAILED,
        FELL_BACK,
        ABORTED,
        WAITING,
        AT_RISK,
        BREACHED,
        OVERRUN;

        String word() {
            return EnumWord.of(this);
        }
    }

    /** Reads the text with the values known at that time. */
    @FunctionalInterface
    public interface Text {
        Template read();
    }

    /** Reads the parameters of the file that declares the message. */
    @FunctionalInterface
    public interface Parameters {
        /** Returns the values by name; null for an optional parameter without a value. */
        Map<String, Object> values();
    }

    /** Returns its templates. */
    public Stream<Path> files() {
        return Stream.concat(templateFile.stream(), htmlFile.stream());
    }

    /** Returns whether events or times of the run send the message, as opposed to its position among the steps. */
    public boolean onEvent() {
        return !on.isEmpty() || after.isPresent() || every.isPresent();
    }

    /** Returns the events it names, in the words of the language. */
    public List<String> words() {
        return on.stream().map(When::word).sorted().toList();
    }
}
