package dev.runbook.lab.supabase;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The four parts of the application that the balancer routes separately, by the first segment of the path. */
enum Area {
    DATABASE("rest"),
    AUTH("auth"),
    STORAGE("storage"),
    FUNCTIONS("functions");

    private final String segment;

    Area(String segment) {
        this.segment = segment;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns a path that answers 200 while the area works. */
    String healthPath() {
        return "/" + segment + "/v1/health";
    }

    static Optional<Area> named(String word) {
        return Arrays.stream(values()).filter(area -> area.word().equals(word)).findFirst();
    }

    /** Returns the area of a path; empty for a path of none. */
    static Optional<Area> of(List<String> path) {
        return path.isEmpty()
                ? Optional.empty()
                : Arrays.stream(values())
                        .filter(area -> area.segment.equals(path.get(0)))
                        .findFirst();
    }
}
