package dev.runbook.cli;

import dev.runbook.run.RunControl;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What INT, TERM and HUP do to a run: the first INT or TERM asks it to stop what runs and end in order, the second ends
 * the process at once, HUP does nothing (a session that drops must not end a recovery).
 *
 * <p>The JDK offers signals in {@code sun.misc.Signal} alone, which javac warns of without a way to agree; so it is
 * reached by reflection. A shutdown hook would not do: it cannot let the run go on to its orderly end.
 */
final class Signals {
    private Signals() {}

    static void steer(RunControl control, PrintStream err) {
        AtomicBoolean asked = new AtomicBoolean();
        on("INT", () -> stop("INT", ExitCode.INTERRUPTED, control, asked, err));
        on("TERM", () -> stop("TERM", ExitCode.TERMINATED, control, asked, err));
        on("HUP", () -> {});
    }

    private static void stop(String signal, int exit, RunControl control, AtomicBoolean asked, PrintStream err) {
        if (asked.getAndSet(true)) {
            Runtime.getRuntime().halt(exit);
        }
        // A terminal that is gone must not keep the run from being stopped.
        control.requestStop(signal, exit);
        err.println(signal + ": stopping what runs, then the run ends as aborted. Once more: at once, unproven.");
    }

    private static void on(String name, Runnable then) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object handling = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            then.run();
                        }
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), handling);
        } catch (InvocationTargetException refused) {
            // the JVM or the one who started it (nohup, -Xrs) keeps this signal to itself: then that is what happens
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("this JVM has no sun.misc.Signal", e);
        }
    }
}
