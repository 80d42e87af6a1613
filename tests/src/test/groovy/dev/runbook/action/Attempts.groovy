package dev.runbook.action

import dev.runbook.AuthorException
import dev.runbook.action.shell.Orphans
import dev.runbook.action.shell.ProcessStop
import dev.runbook.environment.Environment
import dev.runbook.environment.Masker
import dev.runbook.environment.SecretSource
import dev.runbook.environment.Secrets
import dev.runbook.environment.TestEnvironment
import dev.runbook.time.Clock
import dev.runbook.time.Deadline
import dev.runbook.value.ByteSize
import dev.runbook.value.Secret
import dev.runbook.value.StopProof

import java.time.Duration

/** Makes attempts for actions under test, on the machine's own clock, and ends what they share. */
class Attempts implements AutoCloseable {
    static int made

    final Resources resources = new Resources()
    final Kept output = new Kept()
    Map<String, String> secrets = [:]
    Map<String, List<Environment.Host>> hosts = [:]
    Map<String, Environment.Database> databases = [:]
    /** A base URL, or a service with certificates. */
    Map<String, Object> services = [:]
    Environment.ShellSettings shell = Environment.ShellSettings.none()
    Duration grace = Duration.ofMillis(300)
    Output to = output
    CancellationToken stop = new CancellationToken()
    Optional<ByteSize> keep = Optional.empty()
    /** Replaces the one of each attempt. */
    String marker
    /** In place of conditions that all hold. */
    Acceptance acceptance = { outcome -> true }
    String runId = "test-${ProcessHandle.current().pid()}"

    /** Performs {@code spec}; the stop is requested at the end of {@code budget}, as a run would. */
    Outcome perform(ActionSpec spec, Duration budget = Duration.ofSeconds(20)) {
        def attempt = attempt(budget)
        def alarm = Clock.system().after(budget) { attempt.stop().request(CancellationToken.Reason.DEADLINE) }
        try {
            return spec.action().perform(attempt)
        } finally {
            alarm.cancel()
        }
    }

    Attempt attempt(Duration budget) {
        def ownMarker = marker ?: "$runId/${++made}/Åttempt".toString()
        Map<String, Environment.Service> byName = services.collectEntries { name, service ->
            [name, service instanceof Environment.Service ? service : Environment.Service.at(name, service.toString())]
        }
        def environment = TestEnvironment.of(services: byName, hosts: hosts, databases: databases, shell: shell, secrets: new Opened(texts: secrets))
        new Attempt(runId, 'Åttempt', ownMarker, Deadline.in(Clock.system(), budget), grace, environment, to,
                stop, acceptance, resources, keep)
    }

    /** What attempts of this run left running. */
    List<Orphans.Orphan> orphans() {
        Orphans.find { it.startsWith("$runId/") }
    }

    StopProof stopOrphans(Duration grace = Duration.ofMillis(300)) {
        ProcessStop.ofOrphans { it.startsWith("$runId/") }.stop(grace)
    }

    @Override
    void close() {
        resources.close()
    }

    /** Keeps what was printed. */
    static class Kept implements Output {
        final Map<String, ByteArrayOutputStream> bytes = [:]

        @Override
        synchronized void write(String source, Output.Stream stream, byte[] from, int offset, int length) {
            bytes.computeIfAbsent("$source$stream".toString()) { new ByteArrayOutputStream() }.write(from, offset, length)
        }

        synchronized byte[] bytes(Output.Stream stream, String source = '') {
            bytes["$source$stream".toString()]?.toByteArray() ?: new byte[0]
        }

        String text(Output.Stream stream, String source = '') {
            new String(bytes(stream, source), 'UTF-8')
        }
    }

    /** Counts what was printed, and lets it go. */
    static class Counted implements Output {
        long bytes

        @Override
        synchronized void write(String source, Output.Stream stream, byte[] from, int offset, int length) {
            bytes += length
        }
    }

    static class Opened implements Secrets {

        @Override
        void hideNamed() {
        }

        Map<String, String> texts

        @Override
        void give(Secret secret, String text) {
            texts[secret.name()] = text
        }

        @Override
        String open(Secret secret) {
            if (!texts.containsKey(secret.name())) {
                throw new AuthorException("secret '${secret.name()}' is not declared")
            }
            texts[secret.name()]
        }

        @Override
        String open(SecretSource source, String what) {
            ((SecretSource.Plain) source).text()
        }

        @Override
        Masker masker() {
            throw new UnsupportedOperationException()
        }

        @Override
        void hideLink(String token) {
            throw new UnsupportedOperationException()
        }

        @Override
        Masker messageMasker() {
            throw new UnsupportedOperationException()
        }
    }
}
