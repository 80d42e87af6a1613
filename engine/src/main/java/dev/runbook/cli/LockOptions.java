package dev.runbook.cli;

import dev.runbook.run.lock.LockWait;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;

/** Options for locks: how long to wait for them, and in a drill whether to yield them to an incident. */
final class LockOptions implements CommandInput {
    private final CliOption<Optional<Duration>> wait = CliOption.option(
            "--wait=TIME",
            TypeConverter.DURATION,
            "How long to wait for a lock that another run holds, for example 2m. Without it, not at all.");
    private final CliOption<Boolean> yields = CliOption.flag(
            "--yield",
            "When a run needs a lock that this drill holds: stop, undo what has finished, release the lock.");
    private final CliOption<Boolean> earlierName = CliOption.hiddenFlag("--give-way");
    private final boolean drill;

    private LockOptions(boolean drill) {
        this.drill = drill;
    }

    static LockOptions ofRun() {
        return new LockOptions(false);
    }

    static LockOptions ofDrill() {
        return new LockOptions(true);
    }

    @Override
    public void addTo(CommandSpec command) {
        wait.addTo(command);
        if (drill) {
            yields.addTo(command);
            earlierName.addTo(command);
        }
    }

    /** @param report receives the messages for people who wait */
    LockWait waitReporting(Consumer<String> report) {
        return new LockWait(
                wait.value().orElse(Duration.ZERO), report, drill && (yields.value() || earlierName.value()));
    }
}
