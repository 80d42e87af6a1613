package dev.runbook.run;

import dev.runbook.plan.Known;
import dev.runbook.value.Result;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What one runbook's tasks have left so far. Written by the run, read by the bodies of the plan, by many threads. */
final class RunKnown implements Known {
    private final Map<String, Map<String, Object>> left = new ConcurrentHashMap<>();
    private final RunState run;

    RunKnown(RunState run) {
        this.run = run;
    }

    /** What it knows of the run itself. */
    RunState run() {
        return run;
    }

    void left(String task, Result result, Map<String, Object> values) {
        Map<String, Object> all = new LinkedHashMap<>(values);
        all.put("ok", result == Result.OK);
        all.put("result", result.word());
        left.put(task, all);
    }

    @Override
    public Optional<Map<String, Object>> left(String task) {
        return Optional.ofNullable(left.get(task));
    }

    @Override
    public Optional<Object> run(String name) {
        return run.value(name);
    }
}
