package dev.runbook.compile;

import groovy.lang.Binding;
import groovy.lang.Closure;
import java.util.concurrent.CompletableFuture;

/**
 * Boots Groovy in parallel with the start of the engine. Groovy's method registry takes a third of a cached start, and
 * is independent of what the engine loads meanwhile: options, the environment file, the class files of the runbook.
 *
 * <p>Between {@link #begin} and {@link #await} no other thread may initialize a Groovy class: two threads that
 * initialize its classes in different order deadlock.
 */
public final class GroovyBoot {
    private static volatile CompletableFuture<Void> boot = CompletableFuture.completedFuture(null);

    private GroovyBoot() {}

    /** Begins booting, for a command that will read a runbook. */
    public static void begin() {
        CompletableFuture<Void> begun = new CompletableFuture<>();
        boot = begun;
        Thread thread = new Thread(
                () -> {
                    try {
                        bootGroovy();
                    } finally {
                        begun.complete(null); // a failure is reported where Groovy is used
                    }
                },
                "groovy-boot");
        thread.setDaemon(true);
        thread.start();
    }

    /** Waits until Groovy has booted, if booting was begun. */
    static void await() {
        boot.join();
    }

    /** Initializes what every runbook needs: the method registry with bindings and closures. */
    private static void bootGroovy() {
        new Binding().setVariable("closure", new Closure<Void>(null) {
            private static final long serialVersionUID = 1L;
        });
    }
}
