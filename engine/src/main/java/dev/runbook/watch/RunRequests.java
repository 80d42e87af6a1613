package dev.runbook.watch;

import dev.runbook.EngineException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The runs that one watched file has requested and that have not been seen to start yet. Used by one thread. */
final class RunRequests {
    /** A request older than this is not repeated: the system is measured again instead. */
    private static final Duration REQUEST_LASTS = Duration.ofMinutes(5);

    private final WatchContext context;
    private final Consumer<WatchState.Requested> withoutEffect;
    private final List<WatchState.Requested> open = new ArrayList<>();

    /** @param withoutEffect receives a request for which no run was started */
    RunRequests(WatchContext context, Consumer<WatchState.Requested> withoutEffect) {
        this.context = context;
        this.withoutEffect = withoutEffect;
    }

    void load(List<WatchState.Requested> requested) {
        open.clear();
        open.addAll(requested);
    }

    List<WatchState.Requested> open() {
        return List.copyOf(open);
    }

    /** Writes an incident; its run is started once the state of the watch is on disk. */
    void add(Incident incident, Instant now) {
        context.incidents().write(incident);
        open.add(new WatchState.Requested(incident.id(), incident.trigger(), now.toEpochMilli()));
    }

    void start(Incident incident) {
        try {
            context.starter().start(incident);
        } catch (EngineException impossible) {
            context.problem().accept(incident.trigger() + ": " + impossible.getMessage() + "; it is tried again");
        }
    }

    /** Learns what became of requested runs, and requests again what a dead process may not have started. */
    void check() {
        Instant now = context.clock().wall();
        for (WatchState.Requested request : List.copyOf(open)) {
            Optional<IncidentStore.Result> result = context.incidents().result(request.incident());
            if (result.isPresent()) {
                finish(request, result.get());
            } else if (!context.incidents().claimed(request.incident())
                    && !context.starter().alive(request.incident())) {
                again(request, Duration.between(Instant.ofEpochMilli(request.at()), now));
            }
        }
    }

    /**
     * Closes the requests of a trigger that is no longer declared: their runs are not started any more. A run that a
     * process is starting already is not affected.
     */
    void close(String trigger) {
        for (WatchState.Requested request : List.copyOf(open)) {
            if (request.trigger().equals(trigger)
                    && context.incidents()
                            .refuse(request.incident(), "the trigger was removed before its run was started")) {
                open.remove(request);
                context.report().accept(trigger + ": removed, and the run that it had requested is not started");
            }
        }
    }

    /** Handles that the wall clock was set. */
    void shift(Duration by) {
        open.replaceAll(one -> new WatchState.Requested(one.incident(), one.trigger(), one.at() + by.toMillis()));
    }

    private void finish(WatchState.Requested request, IncidentStore.Result result) {
        open.remove(request);
        if (result.refused().isEmpty()) {
            context.report().accept(request.trigger() + ": started run " + result.run());
        } else {
            context.problem().accept(request.trigger() + ": not started: " + result.refused());
            withoutEffect.accept(request);
        }
    }

    private void again(WatchState.Requested request, Duration age) {
        if (age.compareTo(REQUEST_LASTS) < 0) {
            start(context.incidents().read(request.incident()));
        } else {
            open.remove(request);
            context.problem().accept(request.trigger() + ": its run did not start; the trigger is evaluated again");
            withoutEffect.accept(request);
        }
    }
}
