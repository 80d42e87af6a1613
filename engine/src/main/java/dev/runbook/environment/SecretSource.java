package dev.runbook.environment;

import java.nio.file.Path;
import java.util.List;

/**
 * The source of a confidential text: never the environment file itself, except for a plain text that is not
 * confidential.
 */
public sealed interface SecretSource {
    /** Returns where the text is, for people. */
    String where();

    /** A variable of the engine's own environment. */
    record Variable(String name) implements SecretSource {
        @Override
        public String where() {
            return "the environment variable " + name;
        }
    }

    /** A file whose text, without its last newline, is the secret. */
    record File(Path path) implements SecretSource {
        @Override
        public String where() {
            return "the file " + path;
        }
    }

    /** A vault's client: its standard output, without the last newline. */
    record Command(List<String> command) implements SecretSource {
        @Override
        public String where() {
            return "the command " + command.get(0);
        }
    }

    /** A text in the environment file that is not confidential (a lab's password, a webhook without token). */
    record Plain(String text) implements SecretSource {
        @Override
        public String where() {
            return "the environment file";
        }
    }
}
