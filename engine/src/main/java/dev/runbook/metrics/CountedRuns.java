package dev.runbook.metrics;

import dev.runbook.journal.RecordMap;
import dev.runbook.journal.StateFile;
import dev.runbook.json.JsonReader;
import dev.runbook.json.JsonWriter;
import dev.runbook.value.EnumWord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The file that keeps which runs were counted, and the sums. A damaged one is rebuilt from the journals that are kept.
 */
final class CountedRuns {
    private final StateFile file;
    private String written = "";

    CountedRuns(Path file) {
        this.file = new StateFile(file);
    }

    /** @param head the hash of the last record that was counted */
    public record Counted(String run, String head) {}

    /** A point with its number as text, because a record of the engine has no fractions. */
    public record Saved(String metric, List<String> labels, long count, String value) {
        public Saved {
            labels = List.copyOf(labels);
        }

        /** Returns the point; empty if this engine has no such metric. */
        Optional<Points.Point> point() {
            return EnumWord.find(Metric.class, metric)
                    .filter(known -> known.labels().size() == labels.size())
                    .map(known -> new Points.Point(known, labels, count, Double.parseDouble(value)));
        }
    }

    public record Saving(List<Counted> runs, List<Saved> points) {
        public Saving {
            runs = List.copyOf(runs);
            points = List.copyOf(points);
        }
    }

    /** What was counted. */
    static final class State {
        private final Map<String, String> heads = new LinkedHashMap<>();
        private final Points points = new Points();

        boolean has(String run) {
            return heads.containsKey(run);
        }

        boolean has(String run, String head) {
            return head.equals(heads.get(run));
        }

        void count(String run, String head, Points ofRun) {
            heads.put(run, head);
            points.addAll(ofRun);
        }

        /** Forgets the names of runs that were deleted; their values stay. */
        void keepOnly(Set<String> runs) {
            heads.keySet().retainAll(runs);
        }

        Points points() {
            return points;
        }
    }

    State read() {
        State state = new State();
        written = file.read().orElse("");
        JsonReader.read(written)
                .filter(Map.class::isInstance)
                .map(map -> RecordMap.read(Saving.class, (Map<?, ?>) map))
                .ifPresent(saving -> {
                    saving.runs().forEach(run -> state.heads.put(run.run(), run.head()));
                    saving.points().forEach(saved -> saved.point().ifPresent(state.points::add));
                });
        return state;
    }

    void write(State state) {
        List<Counted> runs = new ArrayList<>();
        state.heads.forEach((run, head) -> runs.add(new Counted(run, head)));
        List<Saved> points = state.points.list().stream()
                .map(point -> new Saved(
                        EnumWord.of(point.metric()), point.labels(), point.count(), Double.toString(point.value())))
                .toList();
        String text = JsonWriter.write(RecordMap.of(new Saving(runs, points)));
        if (!text.equals(written)) {
            file.write(text);
            written = text;
        }
    }
}
