package dev.runbook.action.http;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.util.Optional;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Response;

/** The progress of a request. Written by the client's threads, read by the attempt's. */
final class RequestProgress {
    private volatile boolean sent;
    private volatile boolean connected;
    private volatile Response head;

    /** Returns whether the request was sent and the server has not reported its result. */
    boolean inDoubt() {
        return sent && head == null;
    }

    /** Returns whether the request used a kept-alive connection of an earlier request. */
    boolean onKeptConnection() {
        return sent && !connected;
    }

    /** Returns the status and headers of the response as soon as they have arrived, whatever happened to its body. */
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
