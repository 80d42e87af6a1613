package dev.runbook.lab.supabase;

import java.net.URI;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * {@code load URL USERS RATE SECONDS}: sends as many requests a second for as many users, and prints every second how
 * many were answered and failed. A user waits for an answer before the next request, so an overloaded system gets
 * fewer.
 */
public final class Load {
    private Load() {}

    public static void main(String[] arguments) throws InterruptedException {
        run(List.of(arguments));
    }

    private static void run(List<String> arguments) throws InterruptedException {
        URI url = URI.create(arguments.get(0));
        int rate = Integer.parseInt(arguments.get(2));
        int users = Integer.parseInt(arguments.get(1));
        Semaphore waiting = new Semaphore(users);
        CustomerRequests requests = new CustomerRequests(() -> url, () -> url, users);
        long start = System.nanoTime();
        long total = rate * Long.parseLong(arguments.get(3));
        long nanosApart = TimeUnit.SECONDS.toNanos(1) / rate;
        for (long number = 0; number < total; number++) {
            long due = start + number * nanosApart - System.nanoTime();
            if (due > 0) {
                TimeUnit.NANOSECONDS.sleep(due);
            }
            waiting.acquire();
            var unused = requests.next().whenComplete((done, failure) -> waiting.release());
            if ((number + 1) % rate == 0) {
                System.out.printf("%d answered, %d failed%n", requests.answered(), requests.failed());
            }
        }
    }
}
