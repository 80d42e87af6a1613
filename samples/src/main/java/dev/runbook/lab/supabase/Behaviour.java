package dev.runbook.lab.supabase;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** How one side behaves: the faults that are present, and what runbooks have switched off. Thread-safe. */
final class Behaviour {
    static final Set<String> FUNCTIONS =
            Set.of("ai-query", "document-export", "notify-owner", "usage-report", "invoice");

    /** How the side answers the requests of customers. */
    enum Mode {
        HEALTHY(Duration.ZERO),
        FAILING(Duration.ZERO),
        SLOW(Duration.ofSeconds(3)),
        VERY_SLOW(Duration.ofSeconds(11));

        private final Duration delay;

        Mode(Duration delay) {
            this.delay = delay;
        }

        Duration delay() {
            return delay;
        }
    }

    private final Set<String> functions = ConcurrentHashMap.newKeySet();
    private final Set<Service> closed = ConcurrentHashMap.newKeySet();
    private volatile Mode mode = Mode.HEALTHY;
    private volatile boolean signInRefused;
    private volatile boolean pauseRefused;
    private volatile boolean aiDown;

    Behaviour() {
        functions.addAll(FUNCTIONS);
    }

    Mode mode() {
        return mode;
    }

    void mode(Mode next) {
        mode = next;
    }

    /** Returns whether every sign-in is refused. */
    boolean signInRefused() {
        return signInRefused;
    }

    void refuseSignIn(boolean refuse) {
        signInRefused = refuse;
    }

    /** Returns whether a request to pause writes is refused. */
    boolean pauseRefused() {
        return pauseRefused;
    }

    void refusePause(boolean refuse) {
        pauseRefused = refuse;
    }

    /** Returns whether the model behind the AI queries does not answer. */
    boolean aiDown() {
        return aiDown;
    }

    void aiDown(boolean down) {
        aiDown = down;
    }

    /** Returns the names of the functions that are enabled; can be changed. */
    Set<String> functions() {
        return functions;
    }

    /** Returns the services that are closed to customers; can be changed. */
    Set<Service> closed() {
        return closed;
    }
}
