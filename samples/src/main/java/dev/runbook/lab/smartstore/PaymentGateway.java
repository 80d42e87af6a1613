package dev.runbook.lab.smartstore;

import dev.runbook.lab.balancer.TrafficCounter;
import dev.runbook.lab.http.LabServer;
import dev.runbook.lab.http.Reply;
import dev.runbook.lab.http.Request;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.URI;

/** The payment gateway, and the platforms' client of it. Thread-safe. */
final class PaymentGateway implements AutoCloseable {
    private static final int LONGEST_MILLIS = 3000;

    private final LabServer server;
    private final TrafficCounter counter = new TrafficCounter();
    private volatile boolean refusing;

    PaymentGateway(InetSocketAddress at) {
        this.server = LabServer.open("payment gateway", at, this::answer);
    }

    private Reply answer(Request request) {
        return refusing ? Reply.error(503, "the gateway is down") : Reply.text("accepted");
    }

    /** While true, every payment is rejected. */
    void refuse(boolean all) {
        refusing = all;
    }

    /** Sends a payment; returns whether it was accepted. */
    boolean pay() {
        long start = System.nanoTime();
        boolean accepted = accepts();
        counter.add(!accepted, System.nanoTime() - start);
        return accepted;
    }

    private boolean accepts() {
        InetSocketAddress at = server.address();
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create("http://" + at.getHostString() + ":" + at.getPort() + "/pay")
                            .toURL()
                            .openConnection();
            connection.setConnectTimeout(LONGEST_MILLIS);
            connection.setReadTimeout(LONGEST_MILLIS);
            try {
                return connection.getResponseCode() == 200;
            } finally {
                connection.disconnect();
            }
        } catch (IOException unreachable) {
            return false;
        }
    }

    double recentFailurePercent() {
        return counter.counts().recentErrorPercent();
    }

    @Override
    public void close() {
        server.close();
    }
}
