package dev.runbook.action

import dev.runbook.value.Result

/** For scripts that ended badly by themselves. */
trait TellsHowAScriptEnded {
    void mustHaveFailed(Outcome outcome, int exitCode, String cause) {
        assert outcome.result() == Result.FAILED
        assert outcome.answered()
        assert outcome.values().exitCode == exitCode
        assert outcome.cause() == cause
    }
}
