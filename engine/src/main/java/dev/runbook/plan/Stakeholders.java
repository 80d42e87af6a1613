package dev.runbook.plan;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A file that declares who is informed of a run, for several runbooks.
 *
 * @param messages its own, and those of the other files that it uses
 * @param others the files that it uses
 */
public record Stakeholders(String id, Path file, String text, List<Message> messages, List<Stakeholders> others) {
    public Stakeholders {
        messages = List.copyOf(messages);
        others = List.copyOf(others);
    }

    /** Returns this file, and all that it uses. */
    public Stream<Stakeholders> withOthers() {
        return Stream.concat(Stream.of(this), others.stream().flatMap(Stakeholders::withOthers));
    }
}
