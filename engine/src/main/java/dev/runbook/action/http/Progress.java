package dev.runbook.action.http;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.util.Optional;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Response;

/** How far a request got. Written by the client's threads, read by the attempt's. */
final class Progress {
    private volatile boolean sent;
    private volatile boolean connected;
    private volatile Response head;

    /** Whether any of it may have reached the server. */
    boolean sent() {
        return sent;
    }

    /** Whether the server was sent it and has not said what came of it. */
    boolean inDoubt() {
        return sent && head == null;
    }

    /** Whether it was sent over a connection that an earlier request had left open. */
    boolean onKeptConnection() {
        return sent && !connected;
    }

    /** The status and headers of the answer, as soon as they have come, whatever became of its body. */
    Optional<Response> head() {
        return Optional.ofNullable(head);
    }

    EventListener listener() {
        return new EventListener() {
            @Override
            public void callStart(Call call) {
                connected = false;
            }

            @Override
            public void connectStart(Call call, InetSocketAddress address, Proxy proxy) {
                connected = true;
            }

            @Override
            public void requestHeadersStart(Call call) {
                sent = true;
                head = null;
            }

            @Override
            public void responseHeadersEnd(Call call, Response response) {
                head = response;
            }
        };
    }
}
