package dev.runbook.environment;

import java.nio.file.Path;
import java.util.List;

/** Where a confidential text comes from: never the environment file itself, but for a plain text that is none. */
public sealed interface SecretSource {
    /** A variable of the engine's own environment. */
    record Variable(String name) implements SecretSource {}

    /** A file whose text, without its last newline, is the secret. */
    record File(Path path) implements SecretSource {}

    /** A vault's own client: its standard output, without its last newline. */
    record Command(List<String> command) implements SecretSource {}

    /** Text that stands in the environment file, for what is not confidential (a lab's password, a webhook without token). */
    record Plain(String text) implements SecretSource {}
}
