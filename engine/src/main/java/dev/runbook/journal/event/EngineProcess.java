package dev.runbook.journal.event;

import java.util.Map;

/**
 * An engine process that works on a run.
 *
 * @param who started it
 * @param versions {@code engine}, {@code java}, {@code os}, {@code groovy}
 */
public record EngineProcess(String who, String host, long pid, Map<String, String> versions) {}
