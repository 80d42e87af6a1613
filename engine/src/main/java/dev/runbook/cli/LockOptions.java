package dev.runbook.cli;

import dev.runbook.run.lock.LockWait;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;

/** Options for locks: how long to wait for them, and in a drill whether to give them up. */
final class LockOptions implements Input {
    private final CliOption<Optional<Duration>> wait = CliOption.option(
            "--wait=TIME",
            TypeConverter.DURATION,
            "How long to wait for a lock that another run holds, for example 2m. Without it, not at all.");
    private final Optional<CliOption<Boolean>> giveWay;

    private LockOptions(Optional<CliOption<Boolean>> giveWay) {
        this.giveWay = giveWay;
    }

    static LockOptions ofRun() {
        return new LockOptions(Optional.empty());
    }

    static LockOptions ofDrill() {
        return new LockOptions(Optional.of(CliOption.flag(
                "--give-way",
                "When a run wants a lock that this drill holds: stop, undo what has finished, release the lock.")));
    }

    @Override
    public void addTo(CommandSpec command) {
        wait.addTo(command);
        giveWay.ifPresent(option -> option.addTo(command));
    }

    /** @param told receives the messages for people who wait */
    LockWait toward(Consumer<String> told) {
        return new LockWait(
                wait.value().orElse(Duration.ZERO),
                told,
                giveWay.map(CliOption::value).orElse(false));
    }
}
