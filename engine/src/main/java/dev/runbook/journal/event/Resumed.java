package dev.runbook.journal.event;

import dev.runbook.time.TimeText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An engine process continues this run.
 *
 * @param downtimeMs how long no engine worked on it; the RTO clock kept running
 * @param decisions the operator's decisions about steps that were interrupted or failed
 * @param changed the files the run uses that differ from here on, as the operator accepted; by name, with their hashes,
 * empty for one that no longer exists
 * @param after what it continues
 * @param reason why, in the words of whoever resumed it; may be empty unless the run had failed
 * @param failed the steps that had failed and are run again
 */
public record Resumed(
        EngineProcess engine,
        long downtimeMs,
        List<StepDecision> decisions,
        Map<String, String> changed,
        ResumedAfter after,
        String reason,
        List<String> failed)
        implements Event {
    /**
     * Returns the resume in words:
     * {@code by maria on ops1 after 2m 10s, because the disk was full: 'Switch' treated as done}.
     */
    public String describe() {
        List<String> said = new ArrayList<>();
        failed.stream()
                .filter(step -> decisions.stream().noneMatch(one -> one.step().equals(step)))
                .forEach(step -> said.add("'" + step + "', which had failed, is run again"));
        decisions.forEach(decision -> said.add(decision.describe()));
        if (!changed.isEmpty()) {
            said.add(String.join(", ", changed.keySet()) + " changed");
        }
        return whoAndWhy() + (said.isEmpty() ? "" : ": " + String.join("; ", said));
    }

    /** Returns who resumed the run and why: {@code by maria on ops1 after 2m 10s, because the disk was full}. */
    String whoAndWhy() {
        return "by " + engine.who() + " on " + engine.host() + " after " + TimeText.ofMs(downtimeMs)
                + (reason.isEmpty() ? "" : ", because " + reason);
    }
}
