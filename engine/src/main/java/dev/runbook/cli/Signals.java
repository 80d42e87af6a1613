package dev.runbook.cli;

import dev.runbook.journal.event.ExitCode;
import dev.runbook.run.control.RunControl;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Defines the effect of INT, TERM and HUP on a run: the first INT or TERM asks the run to stop its steps and end in
 * order, the second ends the process at once, and HUP is ignored (a dropped session must not end a recovery).
 *
 * <p>The JDK offers signals only in {@code sun.misc.Signal}, for which javac prints a warning that cannot be
 * suppressed; so the class is accessed by reflection. A shutdown hook is not sufficient: it cannot let the run continue
 * to its orderly end.
 */
public final class Signals {
    private static final long PATIENCE_MS = 1_000;

    private final AtomicBoolean asked = new AtomicBoolean();
    private final Map<Object, Object> before = new LinkedHashMap<>();

    private final Runnable lastWords;

    private Signals(Runnable lastWords) {
        this.lastWords = lastWords;
    }

    /**
     * Performs work under signal control, and restores the process's handlers afterwards.
     *
     * @param lastWords runs before the process ends at once
     */
    static <T> T steering(RunControl control, Runnable lastWords, Supplier<T> call) {
        return steering(control, () -> {}, lastWords, call);
    }

    /**
     * @param hangUp runs at HUP
     */
    static <T> T steering(RunControl control, Runnable hangUp, Runnable lastWords, Supplier<T> call) {
        Signals signals = new Signals(lastWords);
        signals.on("INT", () -> signals.stop("INT", ExitCode.INTERRUPTED.number(), control));
        signals.on("TERM", () -> signals.stop("TERM", ExitCode.TERMINATED.number(), control));
        signals.on("HUP", hangUp);
        try {
            return call.get();
        } finally {
            signals.giveBack();
        }
    }

    private void stop(String signal, int exit, RunControl control) {
        if (asked.getAndSet(true)) {
            sayLastWords();
            Runtime.getRuntime().halt(exit);
        }
        control.requestStop(signal, exit); // the run records the signal, and the console shows it
    }

    /** Prints the last words; a blocked terminal does not prevent the process from ending. */
    private void sayLastWords() {
        Thread speaker = new Thread(lastWords, "last-words");
        speaker.setDaemon(true);
        speaker.start();
        try {
            speaker.join(PATIENCE_MS);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    private void on(String name, Runnable then) {
        try {
            Object signal = signalType().getConstructor(String.class).newInstance(name);
            Object handler = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handlerType()}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            then.run();
                        }
                        return null;
                    });
            before.put(signal, handle(signal, handler));
        } catch (InvocationTargetException refused) {
            // the JVM, or its starter (nohup, -Xrs), reserves this signal: then its behaviour applies
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("this JVM has no sun.misc.Signal", e);
        }
    }

    private void giveBack() {
        before.forEach((signal, handler) -> {
            try {
                handle(signal, handler);
            } catch (ReflectiveOperationException e) {
                throw new LinkageError("cannot give a signal back", e);
            }
        });
    }

    /** Installs a handler and returns the previous one. */
    private static Object handle(Object signal, Object handler) throws ReflectiveOperationException {
        return signalType().getMethod("handle", signalType(), handlerType()).invoke(null, signal, handler);
    }

    private static Class<?> signalType() throws ClassNotFoundException {
        return Class.forName("sun.misc.Signal");
    }

    private static Class<?> handlerType() throws ClassNotFoundException {
        return Class.forName("sun.misc.SignalHandler");
    }
}
