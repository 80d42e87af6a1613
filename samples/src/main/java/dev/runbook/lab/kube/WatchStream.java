package dev.runbook.lab.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runbook.lab.http.Json;
import dev.runbook.lab.http.Reply;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Streams the changes of one kind of object to a client, until it disconnects or a few minutes have passed. */
record WatchStream(ObjectStore store, ResourceType type, Predicate<ObjectNode> selected, long after)
        implements Reply.Body {
    private static final long LONGEST_SECONDS = 300;

    @Override
    public void writeTo(OutputStream out) throws IOException {
        BlockingQueue<Change> changes = new LinkedBlockingQueue<>();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
        ObjectStore.Watch watch = store.watch(after, changes::add);
        try {
            out.flush();
            for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
                Change change = changes.poll(left, TimeUnit.NANOSECONDS);
                if (change != null && change.key().type() == type && selected.test(change.object())) {
                    out.write(Json.write(change.asWatchEvent()));
                    out.write('\n');
                    out.flush();
                }
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        } finally {
            watch.close();
        }
    }
}
