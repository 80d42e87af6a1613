package dev.runbook.action.http;

import okhttp3.Call;
import okhttp3.EventListener;

/** How far a request got. Written by the client's threads, read by the attempt's. */
final class Progress {
    private volatile boolean sent;
    private volatile boolean answered;

    /** Whether any of it may have reached the server. */
    boolean sent() {
        return sent;
    }

    /** Whether the server was sent it and has not said what came of it. */
    boolean inDoubt() {
        return sent && !answered;
    }

    EventListener listener() {
        return new EventListener() {
            @Override
            public void requestHeadersStart(Call call) {
                sent = true;
                answered = false;
            }

            @Override
            public void responseHeadersEnd(Call call, okhttp3.Response response) {
                answered = true;
            }
        };
    }
}
