package dev.runbook.lab.erpgo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runbook.lab.http.Json;
import dev.runbook.lab.kube.Cluster;
import dev.runbook.lab.kube.ObjectKey;
import dev.runbook.lab.kube.ResourceType;
import java.util.Map;

/**
 * ERPGo's Kubernetes objects when the lab starts: the new release in green, which receives all traffic, the previous
 * one in blue, a service for both together and one for each.
 */
final class ClusterObjects {
    static final Map<String, String> VERSIONS = Map.of("blue", "v2.3.9", "green", "v2.4.0");
    private static final int REPLICAS = 3;

    private ClusterObjects() {}

    static void apply(Cluster cluster) {
        cluster.apply(ResourceType.SERVICE, service("erpgo-api", "green"));
        VERSIONS.forEach((deployment, version) -> {
            cluster.apply(ResourceType.SERVICE, service("erpgo-api-" + deployment, deployment));
            cluster.apply(ResourceType.DEPLOYMENT, deployment(deployment, version));
        });
    }

    private static ObjectNode service(String name, String version) {
        ObjectNode service = ResourceType.SERVICE.named(ObjectKey.of(ResourceType.SERVICE, name));
        service.withObject("/metadata").set("labels", Json.object().put("app", "erpgo-api"));
        ObjectNode spec = service.putObject("spec").put("type", "LoadBalancer");
        spec.set("selector", labels(version));
        spec.putArray("ports").addObject().put("port", 80).put("protocol", "TCP");
        return service;
    }

    private static ObjectNode deployment(String version, String release) {
        String name = "erpgo-api-" + version;
        ObjectNode deployment = ResourceType.DEPLOYMENT.named(ObjectKey.of(ResourceType.DEPLOYMENT, name));
        deployment.withObject("/metadata").set("labels", labels(version));
        ObjectNode spec = deployment.putObject("spec").put("replicas", REPLICAS);
        spec.putObject("selector").set("matchLabels", labels(version));
        ObjectNode template = spec.putObject("template");
        template.putObject("metadata").set("labels", labels(version));
        template.putObject("spec")
                .putArray("containers")
                .addObject()
                .put("name", "api")
                .put("image", "erpgo/api:" + release);
        return deployment;
    }

    private static ObjectNode labels(String version) {
        return Json.object().put("app", "erpgo-api").put("version", version);
    }
}
