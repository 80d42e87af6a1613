package dev.runbook.notify;

import dev.runbook.environment.Channel.Hook.Format;
import dev.runbook.json.JsonWriter;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import okhttp3.MediaType;
import okhttp3.RequestBody;

/** Posts messages as JSON to an address, in the format its receiver expects. */
final class HookRoute implements Route {
    /** Slack cuts longer texts itself, without a mark. */
    private static final int LONGEST_FOR_SLACK = 40_000;

    private static final MediaType JSON = MediaType.get("application/json; charset=utf-8");

    private final Receiver receiver;
    private final String address;
    private final Format format;

    HookRoute(Receiver receiver, String address, Format format) {
        this.receiver = receiver;
        this.address = address;
        this.format = format;
    }

    static RequestBody json(Map<String, Object> content) {
        return RequestBody.create(JsonWriter.write(content), JSON);
    }

    @Override
    public void send(Notice notice, DeliveryAttempts attempts) throws IOException {
        Map<String, Object> content = switch (format) {
            case WEBHOOK -> plain(notice);
            case SLACK -> slack(notice);
            case TEAMS -> TeamsCard.of(notice);
        };
        receiver.send(Receiver.request(address).post(json(content)).build(), attempts);
    }

    @Override
    public int longest() {
        return switch (format) {
            case WEBHOOK -> Integer.MAX_VALUE;
            case SLACK -> LONGEST_FOR_SLACK;
            case TEAMS -> TeamsCard.LONGEST;
        };
    }

    /** Returns the text, and the details that programs read. */
    private static Map<String, Object> plain(Notice notice) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("text", notice.text());
        content.put("channel", notice.channel());
        content.put("event", notice.trigger().word());
        content.putAll(notice.about());
        return content;
    }

    /**
     * Returns the text with angle brackets escaped: Slack reads links and mentions between them, and a value must not
     * create one. Slack does not open the links that a value contains.
     */
    private static Map<String, Object> slack(Notice notice) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put(
                "text",
                MessageText.cut(notice.text(), LONGEST_FOR_SLACK)
                        .replace("&", "&amp;")
                        .replace("<", "&lt;")
                        .replace(">", "&gt;"));
        content.put("unfurl_links", false);
        content.put("unfurl_media", false);
        return content;
    }
}
