package dev.runbook.action.sql;

import dev.runbook.action.Attempt;
import dev.runbook.action.Outcome;
import dev.runbook.action.sql.database.ConnectionPool;
import dev.runbook.action.sql.database.ServerSession;
import dev.runbook.time.Clock;
import dev.runbook.time.Deadline;
import dev.runbook.value.StopProof;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Stops a statement and proves it: asks the server to cancel it, checks over another connection whether it still runs,
 * ends its session if it does, and finally closes the connection. No query waits longer than the grace period.
 */
public final class SqlStop {
    @FunctionalInterface
    private interface Task {
        void perform() throws Exception;
    }

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);

    private final SqlWork work;
    private final ConnectionPool pool;
    private final Executor threads;
    private final Duration grace;
    private final List<String> steps = new ArrayList<>();
    private final Clock clock;
    private final long began;

    /**
     * @param pool opens the connection over which the server is asked
     * @param threads for calls of the driver that may hang
     */
    public SqlStop(SqlWork work, ConnectionPool pool, Executor threads, Attempt attempt) {
        this.work = work;
        this.pool = pool;
        this.threads = threads;
        this.grace = attempt.grace();
        this.clock = attempt.clock();
        this.began = clock.nanos();
    }

    /** Prevents further statements and cancels the current one; {@link #prove} checks the result. */
    public void cancel() {
        work.sendNoMore();
        work.running().ifPresent(this::cancel);
    }

    /**
     * @param outcome completed when the driver returns from the statement
     */
    public StopProof prove(CompletableFuture<Outcome> outcome) {
        Optional<Connection> connection = work.connection();
        if (connection.isEmpty()) {
            return proof("connection attempt abandoned", List.of());
        }
        boolean over = within(() -> outcome.get());
        List<String> survivors = over && work.session().isEmpty() ? List.of() : askServer(over);
        if (!outcome.isDone()) {
            abort(connection.get());
        }
        return proof(String.join(", ", steps), survivors);
    }

    private void cancel(Statement statement) {
        boolean sent = within(() -> {
            statement.cancel();
        });
        steps.add(sent ? "cancel sent" : "cancel could not be sent");
    }

    private List<String> askServer(boolean over) {
        Optional<ServerSession> session = work.session();
        if (session.isEmpty()) {
            return List.of("the statement, which ignored its cancellation");
        }
        CompletableFuture<Boolean> asked = CompletableFuture.supplyAsync(() -> gone(session.get()), threads);
        try {
            boolean gone = asked.get(grace.toMillis(), TimeUnit.MILLISECONDS);
            steps.add(session.get().name() + (gone ? " no longer runs it" : " still runs it"));
            return gone ? List.of() : List.of(session.get().name() + ", which ignored its termination");
        } catch (TimeoutException | ExecutionException noAnswer) {
            if (over) {
                steps.add("the server confirmed it");
                return List.of();
            }
            return List.of(session.get().name() + ": the server does not say whether it still runs");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return List.of(session.get().name() + ": the check was interrupted");
        }
    }

    private boolean gone(ServerSession session) {
        try (Connection other = pool.another()) {
            if (!session.stillRuns(other)) {
                return true;
            }
            session.end(other);
            steps.add("session ended");
            Deadline until = Deadline.in(clock, grace.dividedBy(2));
            boolean runs = session.stillRuns(other);
            while (runs && !until.passed()) {
                clock.sleep(BETWEEN_LOOKS);
                runs = session.stillRuns(other);
            }
            return !runs;
        } catch (SQLException noAnswer) {
            throw new IllegalStateException(noAnswer);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void abort(Connection connection) {
        boolean closed = within(() -> {
            connection.abort(threads);
        });
        steps.add(closed ? "connection closed" : "connection could not be closed");
    }

    /** Performs a task in the grace period; returns whether it ended well in time. */
    private boolean within(Task task) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        threads.execute(() -> {
            try {
                task.perform();
                done.complete(null);
            } catch (Exception failure) {
                done.completeExceptionally(failure);
            }
        });
        try {
            done.get(grace.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException tooLate) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private StopProof proof(String what, List<String> survivors) {
        return new StopProof(what, Duration.ofNanos(clock.nanos() - began), survivors);
    }
}
