package dev.runbook.lab;

import dev.runbook.lab.http.LabServer;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;

/**
 * The process of a lab: starts it, answers the command line, and shuts it down on request or on a signal. It logs to
 * standard output.
 */
public final class LabDaemon {
    private LabDaemon() {}

    public static void main(String[] arguments) {
        // Small responses must not wait for the acknowledgement of the previous bytes.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.exit(run(LabHome.of(arguments[0], System.getenv())));
    }

    private static int run(LabHome home) {
        CountDownLatch stop = new CountDownLatch(1);
        try (RunningEstate estate = home.estate().start(home)) {
            Runtime.getRuntime().addShutdownHook(new Thread(estate::close, "lab stopping"));
            ControlApi control = new ControlApi(home, estate, Files.readString(home.token()), stop::countDown);
            LabServer server = LabServer.open("lab", home.estate().control().at(home), control::answer);
            stop.await();
            server.close();
            return 0;
        } catch (IOException | SQLException | RuntimeException failure) {
            failure.printStackTrace(System.err);
            report(home, failure);
            return 1;
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private static void report(LabHome home, Exception failure) {
        try {
            Files.writeString(home.failure(), String.valueOf(failure.getMessage()));
        } catch (IOException unwritable) {
            System.err.println("lab: cannot write " + home.failure() + ": " + unwritable);
        }
    }
}
