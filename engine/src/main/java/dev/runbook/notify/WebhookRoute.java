package dev.runbook.notify;

import dev.runbook.json.JsonWriter;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** Posts JSON to an address. */
final class WebhookRoute implements Route {
    private static final MediaType JSON = MediaType.get("application/json; charset=utf-8");

    /** The format of the body. */
    enum Body {
        /** {@code text}, {@code channel}, {@code event} and the machine-readable details of {@link Notice#about}. */
        PLAIN,
        /** {@code text} only, in Slack's markup. */
        SLACK
    }

    private final OkHttpClient client;
    private final String address;
    private final Body body;

    WebhookRoute(OkHttpClient client, String address, Body body) {
        this.client = client;
        this.address = address;
        this.body = body;
    }

    @Override
    public void send(Notice notice) throws IOException {
        Request request;
        try {
            request = new Request.Builder()
                    .url(address)
                    .post(RequestBody.create(JsonWriter.write(content(notice)), JSON))
                    .build();
        } catch (IllegalArgumentException malformed) {
            throw new IOException("the channel's address is not an http or https URL", malformed);
        }
        OkHttpClient bounded = client.newBuilder().callTimeout(notice.within()).build();
        try (Response response = bounded.newCall(request).execute()) {
            if (!response.isSuccessful()) {
                throw new IOException("the receiver answered " + response.code());
            }
        }
    }

    private Map<String, Object> content(Notice notice) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("text", body == Body.SLACK ? slack(notice.text()) : notice.text());
        if (body == Body.PLAIN) {
            content.put("channel", notice.channel());
            content.put("event", notice.trigger().word());
            content.putAll(notice.about());
        }
        return content;
    }

    /** Escapes angle brackets: Slack reads links and mentions between them, and a value must not create one. */
    private static String slack(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
