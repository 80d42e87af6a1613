package dev.runbook.lab;

import dev.runbook.EngineException;
import dev.runbook.environment.LabLifecycle;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Starts, breaks and stops labs for the engine's drills; found through ServiceLoader. */
public final class ServiceLabLifecycle implements LabLifecycle {
    private final Labs labs = new Labs(System.getenv());

    @Override
    public boolean isUp(String lab) {
        return labs.isUp(lab);
    }

    @Override
    public void start(String lab) {
        labs.start(lab);
    }

    @Override
    public void stop(String lab) {
        labs.stop(lab);
    }

    @Override
    public List<String> faults(String lab) {
        return Estates.named(lab).faults().stream().map(Fault::word).toList();
    }

    @Override
    public void breakIt(String lab, String fault) {
        try {
            labs.client(lab).order("/lab/break/" + fault);
        } catch (IOException failure) {
            throw unanswered(lab, failure);
        }
    }

    @Override
    public Map<String, String> state(String lab) {
        Map<String, String> state = new TreeMap<>();
        try {
            labs.client(lab).status().properties().forEach(member -> {
                if (member.getValue().isValueNode()) {
                    state.put(member.getKey(), member.getValue().asText());
                }
            });
        } catch (IOException failure) {
            throw unanswered(lab, failure);
        }
        return state;
    }

    @Override
    public Map<String, String> snapshot(String lab) {
        try {
            return labs.client(lab).snapshot();
        } catch (IOException failure) {
            throw unanswered(lab, failure);
        }
    }

    private static EngineException unanswered(String lab, IOException failure) {
        return new EngineException("the lab " + lab + " does not answer: " + failure.getMessage(), failure);
    }
}
