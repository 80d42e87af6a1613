package dev.runbook.lab.supabase;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The six services of the application in the order of the plan's gradual restoration. */
enum Service {
    AUTHENTICATION,
    DATABASE_READ,
    CORE_API,
    AI_SERVICES,
    STORAGE_SERVICES,
    ADVANCED_FEATURES;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Service> named(String word) {
        return Arrays.stream(values())
                .filter(service -> service.word().equals(word))
                .findFirst();
    }

    /** Returns the service that a request needs; empty for one that needs none. */
    static Optional<Service> of(String method, List<String> path) {
        return Area.of(path).map(area -> switch (area) {
            case AUTH -> AUTHENTICATION;
            case DATABASE -> method.equals("GET") ? DATABASE_READ : CORE_API;
            case STORAGE -> STORAGE_SERVICES;
            case FUNCTIONS -> path.size() > 2 && path.get(2).equals("ai-query") ? AI_SERVICES : ADVANCED_FEATURES;
        });
    }
}
