package dev.runbook.cli;

import dev.runbook.AuthorException;
import dev.runbook.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** The start of the outage that a run or drill responds to. */
final class SinceOption implements CommandInput {
    private final CliOption<Optional<Instant>> since = CliOption.option(
            "--since=INSTANT",
            TypeConverter.INSTANT,
            "When the outage began: the RTO clock counts from there. For example 2026-11-21T09:30:00Z.");

    @Override
    public void addTo(CommandSpec command) {
        since.addTo(command);
    }

    /** @throws AuthorException for an instant in the future */
    Optional<Instant> value() {
        since.value().ifPresent(SinceOption::mustBePast);
        return since.value();
    }

    private static void mustBePast(Instant since) {
        Instant now = Clock.system().wall().truncatedTo(ChronoUnit.SECONDS);
        if (since.isAfter(now)) {
            throw new AuthorException("--since " + since + " is in the future: it is " + now + " now, by UTC");
        }
    }
}
