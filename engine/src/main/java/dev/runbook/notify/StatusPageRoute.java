package dev.runbook.notify;

import dev.runbook.environment.Channel.StatusPage;
import dev.runbook.journal.event.MessageTrigger;
import dev.runbook.json.InvalidJsonException;
import dev.runbook.json.JsonReader;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okhttp3.Request;

/**
 * Shows messages on a page of Atlassian Statuspage: one incident for a run, which its messages update. The incident
 * carries the run's id, so that a resumed run finds it again.
 */
final class StatusPageRoute implements Route {
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_BODY = 20_000;

    private final Receiver receiver;
    private final StatusPage page;
    private final String token;

    StatusPageRoute(Receiver receiver, StatusPage page, String token) {
        this.receiver = receiver;
        this.page = page;
        this.token = token;
    }

    @Override
    public int longest() {
        return LONGEST_BODY;
    }

    @Override
    public void send(Notice notice, DeliveryAttempts attempts) throws IOException {
        String subject = notice.subject();
        Optional<String> known = incident(subject, attempts);
        Map<String, Object> incident = new LinkedHashMap<>();
        if (known.isEmpty()) {
            incident.put("name", MessageText.headline(notice.text(), LONGEST_NAME));
            incident.put("metadata", Map.of("runbook", Map.of("run", subject)));
        }
        incident.put("status", status(notice.trigger()));
        String body = known.isEmpty() ? MessageText.afterHeadline(notice.text()) : notice.text();
        incident.put("body", MessageText.cut(body, LONGEST_BODY));
        Request.Builder request =
                request("incidents" + known.map(id -> "/" + id).orElse(""));
        Map<String, Object> content = Map.of("incident", incident);
        receiver.send(
                (known.isPresent() ? request.patch(HookRoute.json(content)) : request.post(HookRoute.json(content)))
                        .build(),
                attempts);
    }

    private static String status(MessageTrigger trigger) {
        return switch (trigger) {
            case SUCCEEDED, FELL_BACK -> "resolved";
            case RECOVERED -> "monitoring";
            case STARTED -> "investigating";
            default -> "identified";
        };
    }

    /** Finds the open incident of a run or triggers file. */
    private Optional<String> incident(String subject, DeliveryAttempts attempts) throws IOException {
        String answer = receiver.send(request("incidents/unresolved").get().build(), attempts);
        try {
            return JsonReader.document(answer) instanceof List<?> incidents
                    ? incidents.stream()
                            .filter(one -> subject.equals(part(part(part(one, "metadata"), "runbook"), "run")))
                            .map(one -> String.valueOf(part(one, "id")))
                            .filter(id -> id.matches("[A-Za-z0-9]+"))
                            .findFirst()
                    : Optional.empty();
        } catch (InvalidJsonException unexpected) {
            throw new IOException("the receiver's list of incidents cannot be read", unexpected);
        }
    }

    private static Object part(Object value, String key) {
        return value instanceof Map<?, ?> map ? map.get(key) : null;
    }

    private Request.Builder request(String path) throws IOException {
        return Receiver.request(page.url() + "/v1/pages/" + page.page() + "/" + path)
                .header("Authorization", "OAuth " + token);
    }
}
