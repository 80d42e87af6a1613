package dev.runbook.run;

import dev.runbook.plan.Task;
import dev.runbook.time.Clock;
import dev.runbook.time.TimeText;
import dev.runbook.value.Result;
import java.time.Duration;

/** Asks again until it holds, and keeps holding as long as asked. */
final class Polling implements Again {
    private static final Duration EVERY = Duration.ofSeconds(1);

    private final Clock clock;
    private final Limit limit;
    private final Duration every;
    private final Duration holds;
    private final long began;
    private long goodSince;
    private boolean good;

    Polling(Task task, Limit limit, Clock clock) {
        this.clock = clock;
        this.limit = limit;
        this.every = task.every().orElse(EVERY);
        this.holds = task.holds().orElse(Duration.ZERO);
        this.began = clock.nanos();
    }

    static boolean asked(Task task) {
        return task.every().isPresent() || task.holds().isPresent();
    }

    @Override
    public Decision after(AttemptEnd attempt, int number) {
        if (attempt.result() == Result.CANCELLED) {
            return new Over(attempt);
        }
        return attempt.result() == Result.OK ? whileGood(attempt) : whileBad(attempt);
    }

    private Decision whileGood(AttemptEnd attempt) {
        if (!good) {
            good = true;
            goodSince = clock.nanos();
        }
        Duration missing = holds.minusNanos(clock.nanos() - goodSince);
        if (missing.isNegative() || missing.isZero()) {
            return new Over(attempt);
        }
        if (missing.compareTo(limit.remaining()) > 0) {
            return new Over(tooLate(attempt, "it holds, but "));
        }
        return new Wait(shorter(every, missing), "must hold " + TimeText.of(missing) + " longer");
    }

    private Decision whileBad(AttemptEnd attempt) {
        good = false;
        if (limit.passed() || every.compareTo(limit.remaining()) >= 0) {
            Duration asked = Duration.ofNanos(clock.nanos() - began);
            return new Over(new AttemptEnd(
                    Result.TIMED_OUT,
                    "did not hold within " + TimeText.of(asked) + "; the last answer: " + attempt.cause(),
                    attempt.values()));
        }
        if (holds.compareTo(limit.remaining().minus(every)) > 0) {
            return new Over(tooLate(attempt, attempt.cause() + "; "));
        }
        return new Wait(every, "until it holds");
    }

    private AttemptEnd tooLate(AttemptEnd attempt, String before) {
        return new AttemptEnd(
                Result.TIMED_OUT,
                before + "it must hold " + TimeText.of(holds) + " and only " + TimeText.of(limit.remaining()) + " of "
                        + limit.owner() + " is left",
                attempt.values());
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
