package dev.runbook.lab.kube;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetSocketAddress;
import java.util.Optional;

/** Runs what a pod holds. Called by the controller's one thread. */
public interface PodRuntime {
    /**
     * Starts the program of a pod.
     *
     * @param template the pod's labels and containers
     * @return where it listens; empty when there is no room for another one
     */
    Optional<InetSocketAddress> start(String pod, JsonNode template);

    /** Ends the program of a pod; nothing listens for it afterwards. */
    void stop(String pod);

    /** Whether the pod's program runs. */
    boolean ready(String pod);
}
