package dev.runbook.model;

import dev.runbook.journal.event.AtRisk;
import dev.runbook.journal.event.Breached;
import dev.runbook.journal.event.ClockStarted;
import dev.runbook.journal.event.ClockStopped;
import dev.runbook.journal.event.Event;
import dev.runbook.journal.event.Forecast;
import dev.runbook.journal.event.Targets;

/** The RTO clock of a run, as its records say. Not thread-safe. */
final class RtoClock {
    private long zeroMs;
    private boolean started;
    private long stoppedMs = -1;
    private long atRiskMs = -1;
    private long breachedMs = -1;
    private long expectedMs = -1;

    void apply(Event event, long ms) {
        if (event instanceof ClockStarted start) {
            zeroMs = ms - start.elapsedMs();
            started = true;
        } else if (event instanceof ClockStopped) {
            stoppedMs = ms;
            expectedMs = -1;
        } else if (event instanceof AtRisk risk) {
            atRiskMs = ms;
            expectedMs = expectedMs < 0 ? -1 : risk.expectedMs();
        } else if (event instanceof Breached) {
            breachedMs = ms;
        } else if (event instanceof Forecast forecast && forecast.runs() > 0) {
            expectedMs = forecast.expectedMs();
        }
    }

    ClockView view(Targets targets) {
        return new ClockView(
                zeroMs, started, stoppedMs, targets.rtoMs(), targets.rtoLimitMs(), atRiskMs, breachedMs, expectedMs);
    }
}
