package dev.runbook.lab.kube;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetSocketAddress;
import java.util.Optional;

/** Runs the programs of pods. Called on the controller's single thread. */
public interface PodRuntime {
    /**
     * Starts the program of a pod.
     *
     * @param template the pod's labels and containers
     * @return its address; empty when there is no room for another one
     */
    Optional<InetSocketAddress> start(String pod, JsonNode template);

    /** Ends the program of a pod; afterwards nothing listens at its address. */
    void stop(String pod);

    /** Returns whether the pod's program runs. */
    boolean ready(String pod);
}
