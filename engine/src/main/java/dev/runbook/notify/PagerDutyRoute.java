package dev.runbook.notify;

import dev.runbook.journal.event.MessageTrigger;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import okhttp3.Request;

/**
 * Sends messages as events of PagerDuty: one alert for a run, triggered by its messages and resolved by its success.
 */
final class PagerDutyRoute implements Route {
    private static final int LONGEST_SUMMARY = 1024;
    private static final int LONGEST_TEXT = 30_000;

    private final Receiver receiver;
    private final String url;
    private final String routingKey;

    PagerDutyRoute(Receiver receiver, String url, String routingKey) {
        this.receiver = receiver;
        this.url = url;
        this.routingKey = routingKey;
    }

    @Override
    public int longest() {
        return LONGEST_TEXT;
    }

    @Override
    public void send(Notice notice, DeliveryAttempts attempts) throws IOException {
        Map<String, Object> event = new LinkedHashMap<>();
        boolean over = isOver(notice.trigger());
        event.put("routing_key", routingKey);
        event.put("event_action", over ? "resolve" : "trigger");
        event.put("dedup_key", "runbook-" + notice.subject());
        event.put("client", "Runbook");
        event.put("payload", payload(notice));
        Request request = Receiver.request(url + "/v2/enqueue")
                .post(HookRoute.json(event))
                .build();
        receiver.send(request, attempts);
    }

    private static Map<String, Object> payload(Notice notice) {
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("summary", MessageText.headline(notice.text(), LONGEST_SUMMARY));
        payload.put("source", notice.about().getOrDefault("runbook", notice.subject()));
        payload.put("severity", severity(notice.trigger()));
        payload.put("group", notice.about().getOrDefault("environment", ""));
        Map<String, Object> details = new LinkedHashMap<>(notice.about());
        details.put("text", MessageText.cut(notice.text(), LONGEST_TEXT));
        payload.put("custom_details", details);
        return payload;
    }

    /** Returns whether nobody needs to act any more: the service is back. */
    private static boolean isOver(MessageTrigger trigger) {
        return switch (trigger) {
            case SUCCEEDED, FELL_BACK, RECOVERED -> true;
            default -> false;
        };
    }

    private static String severity(MessageTrigger trigger) {
        return switch (trigger) {
            case FAILED, ABORTED, BREACHED -> "critical";
            case AT_RISK, OVERRUN, WAITING, AFTER -> "warning";
            case PLACE, TRIGGER_FIRED -> "error";
            default -> "info";
        };
    }
}
