package dev.runbook.action.ssh;

import dev.runbook.AuthorException;
import dev.runbook.action.Action;
import dev.runbook.action.Attempt;
import dev.runbook.action.Outcome;
import dev.runbook.environment.Environment.Host;
import dev.runbook.environment.Environment.HostSettings;
import dev.runbook.value.ByteSize;
import dev.runbook.value.StopProof;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs an {@link SshSpec}: the same script with the same values on every host of the group, independently. */
final class SshAction implements Action {
    /** The limit for all hosts together; in a large group less is kept per host, unless the author sets the limit. */
    private static final ByteSize KEPT_TOGETHER = ByteSize.ofMegabytes(32);

    private final SshSpec spec;

    SshAction(SshSpec spec) {
        this.spec = spec;
    }

    @Override
    public Outcome perform(Attempt attempt) {
        List<Host> hosts = attempt.environment().hosts().getOrDefault(spec.on(), List.of());
        if (hosts.isEmpty()) {
            throw new AuthorException(
                    "the environment " + attempt.environment().name() + " has no host '" + spec.on() + "'");
        }
        Map<HostSettings, RemoteScript> scripts = new HashMap<>();
        hosts.forEach(host -> scripts.computeIfAbsent(
                host.settings(),
                settings -> HostShell.of(settings)
                        .script(spec, settings, attempt.environment().secrets())));
        SshSessions sessions = attempt.resources().get(SshSessions.class, SshSessions::ofUser);
        boolean several = hosts.size() > 1;
        int kept = kept(attempt, hosts.size());
        List<Outcome> outcomes;
        try {
            outcomes = new FanOut(spec.atOnce(), FanOut.USUALLY, attempt.stop(), attempt.clock())
                    .each(
                            hosts,
                            host -> new HostRun(
                                            host,
                                            HostShell.of(host.settings()),
                                            scripts.get(host.settings()),
                                            attempt,
                                            sessions,
                                            several ? host.name() : "",
                                            kept)
                                    .perform(),
                            () -> notStarted(attempt));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Outcome.unknown("the engine was interrupted while the commands ran", Map.of());
        }
        return several
                ? SshOutcome.ofSeveral(
                        hosts, outcomes, spec.atLeast(), attempt.stop().reason())
                : SshOutcome.ofOne(hosts.get(0), outcomes.get(0));
    }

    private static int kept(Attempt attempt, int hosts) {
        return attempt.keep().isPresent()
                ? attempt.keptBytes()
                : Math.min(attempt.keptBytes(), (int) (KEPT_TOGETHER.bytes() / hosts));
    }

    private static Outcome notStarted(Attempt attempt) {
        return Outcome.stopped(
                attempt.stop().reason().orElseThrow(),
                Map.of(),
                "stopped before it was started",
                new StopProof("nothing: not started", Duration.ZERO, List.of()));
    }
}
