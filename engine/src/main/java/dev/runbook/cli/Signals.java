package dev.runbook.cli;

import dev.runbook.run.RunControl;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * What INT, TERM and HUP do to a run: the first INT or TERM asks it to stop what runs and end in
 * order, the second ends the process at once, HUP does nothing (a session that drops must not end a recovery).
 *
 * <p>The JDK offers signals in {@code sun.misc.Signal} alone, which javac warns of without a way to agree; so it is
 * reached by reflection. A shutdown hook would not do: it cannot let the run go on to its orderly end.
 */
final class Signals {
    private static final long PATIENCE_MS = 1_000;

    private final AtomicBoolean asked = new AtomicBoolean();
    private final Map<Object, Object> before = new LinkedHashMap<>();

    private final Runnable lastWords;

    private Signals(Runnable lastWords) {
        this.lastWords = lastWords;
    }

    /**
     * Performs something that signals steer, and then leaves the process as it was.
     *
     * @param lastWords told before the process ends at once
     */
    static <T> T steering(RunControl control, Runnable lastWords, Supplier<T> deed) {
        Signals signals = new Signals(lastWords);
        signals.on("INT", () -> signals.stop("INT", ExitCode.INTERRUPTED, control));
        signals.on("TERM", () -> signals.stop("TERM", ExitCode.TERMINATED, control));
        signals.on("HUP", () -> {});
        try {
            return deed.get();
        } finally {
            signals.giveBack();
        }
    }

    private void stop(String signal, int exit, RunControl control) {
        if (asked.getAndSet(true)) {
            sayLastWords();
            Runtime.getRuntime().halt(exit);
        }
        control.requestStop(signal, exit); // the run records it, and the console tells it
    }

    /** A terminal that takes nothing keeps no process from ending. */
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
            // the JVM, or the one who started it (nohup, -Xrs), keeps this signal to itself: then that is what happens
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

    /** Gives the handler there was. */
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
