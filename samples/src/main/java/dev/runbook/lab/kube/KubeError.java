package dev.runbook.lab.kube;

import dev.runbook.lab.http.Json;
import dev.runbook.lab.http.Reply;

/** Thrown when the API server rejects a request, with the message that kubectl shows. */
final class KubeError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int code;
    private final String reason;

    private KubeError(int code, String reason, String message) {
        super(message, null, false, false);
        this.code = code;
        this.reason = reason;
    }

    static KubeError notFound(String what) {
        return new KubeError(404, "NotFound", what + " not found");
    }

    static KubeError notFound(ObjectKey key) {
        String type = key.type().plural() + (key.type().apiVersion().startsWith("apps/") ? ".apps" : "");
        return notFound(type + " \"" + key.name() + "\"");
    }

    static KubeError alreadyExists(ObjectKey key) {
        return new KubeError(409, "AlreadyExists", key.type().plural() + " \"" + key.name() + "\" already exists");
    }

    static KubeError conflict(ObjectKey key) {
        return new KubeError(
                409,
                "Conflict",
                key.type().plural() + " \"" + key.name() + "\" was changed by somebody else; read it again");
    }

    static KubeError badRequest(String message) {
        return new KubeError(400, "BadRequest", message);
    }

    static KubeError unavailable(String message) {
        return new KubeError(503, "ServiceUnavailable", message);
    }

    static KubeError method(String method) {
        return new KubeError(405, "MethodNotAllowed", "the method " + method + " is not served here");
    }

    Reply reply() {
        return Reply.json(
                code,
                Json.object()
                        .put("kind", "Status")
                        .put("apiVersion", "v1")
                        .put("status", "Failure")
                        .put("reason", reason)
                        .put("message", getMessage())
                        .put("code", code));
    }
}
