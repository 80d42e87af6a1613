package dev.runbook.lab.kubectl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.runbook.lab.http.Json;
import dev.runbook.lab.kube.ObjectKey;
import dev.runbook.lab.kube.ResourceType;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The stand-in's client of the API server. */
final class KubeClient {
    private final URI server;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    KubeClient(URI server) {
        this.server = server;
    }

    /** Creates a client of the first cluster in a kubeconfig file. */
    static KubeClient of(Path kubeconfig) {
        try {
            JsonNode config = new YAMLMapper().readTree(kubeconfig.toFile());
            return new KubeClient(
                    URI.create(config.at("/clusters/0/cluster/server").asText()));
        } catch (IOException unreadable) {
            throw new KubectlException("error: cannot read " + kubeconfig + "; set KUBECONFIG");
        }
    }

    Optional<ObjectNode> find(ObjectKey key) {
        HttpResponse<byte[]> answer = send(request(path(key)).GET());
        return answer.statusCode() == 404 ? Optional.empty() : Optional.of(object(answer));
    }

    ObjectNode get(ObjectKey key) {
        return object(send(request(path(key)).GET()));
    }

    ObjectNode list(ResourceType type, String namespace, String selector) {
        return object(
                send(request(collection(type, namespace) + query(selector)).GET()));
    }

    /** Returns the objects as a table. */
    ObjectNode tableOf(ResourceType type, String namespace, String selector) {
        return object(send(asTable(request(collection(type, namespace) + query(selector)))));
    }

    ObjectNode tableOf(ObjectKey key) {
        return object(send(asTable(request(path(key)))));
    }

    private static HttpRequest.Builder asTable(HttpRequest.Builder request) {
        return request.header("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io")
                .GET();
    }

    private static String query(String selector) {
        return selector.isEmpty() ? "" : "?labelSelector=" + URLEncoder.encode(selector, StandardCharsets.UTF_8);
    }

    ObjectNode create(ResourceType type, String namespace, JsonNode object) {
        return object(send(request(collection(type, namespace)).POST(BodyPublishers.ofByteArray(Json.write(object)))));
    }

    /**
     * @param kind of patch: {@code strategic}, {@code merge} or {@code json}
     */
    ObjectNode patch(ObjectKey key, String kind, JsonNode patch) {
        String type = switch (kind) {
            case "strategic" -> "application/strategic-merge-patch+json";
            case "merge" -> "application/merge-patch+json";
            case "json" -> "application/json-patch+json";
            default -> throw new KubectlException("error: --type must be one of [json merge strategic]");
        };
        return object(send(request(path(key))
                .header("Content-Type", type)
                .method("PATCH", BodyPublishers.ofByteArray(Json.write(patch)))));
    }

    ObjectNode scale(ObjectKey key, int replicas) {
        ObjectNode scale = Json.object();
        scale.putObject("spec").put("replicas", replicas);
        return object(send(request(path(key) + "/scale")
                .header("Content-Type", "application/merge-patch+json")
                .method("PATCH", BodyPublishers.ofByteArray(Json.write(scale)))));
    }

    private static String collection(ResourceType type, String namespace) {
        String root = type.apiVersion().equals("v1") ? "/api/v1" : "/apis/" + type.apiVersion();
        return root + "/namespaces/" + namespace + "/" + type.plural();
    }

    private static String path(ObjectKey key) {
        return collection(key.type(), key.namespace()) + "/" + key.name();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.resolve(path)).timeout(Duration.ofSeconds(30));
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofByteArray());
        } catch (IOException unreachable) {
            throw new KubectlException("The connection to the server " + server.getAuthority()
                    + " was refused - did you specify the right host or port?");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new KubectlException("error: interrupted");
        }
    }

    private static ObjectNode object(HttpResponse<byte[]> answer) {
        try {
            ObjectNode object = (ObjectNode) Json.read(answer.body());
            if (answer.statusCode() >= 400) {
                throw new KubectlException(
                        "Error from server (" + object.path("reason").asText() + "): "
                                + object.path("message").asText());
            }
            return object;
        } catch (IOException | ClassCastException unexpected) {
            throw new KubectlException("error: the server answered " + answer.statusCode() + " without JSON");
        }
    }
}
