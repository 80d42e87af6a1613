package dev.runbook.environment;

import dev.runbook.value.Secret;

/** Opens secrets for actions and hides them from everything else. Thread-safe. */
public interface Secrets {
    /**
     * The text of a declared secret; from then on {@link #masker()} hides it.
     *
     * @throws dev.runbook.AuthorException one line that names the secret and its source, never its text
     */
    String open(Secret secret);

    /**
     * Takes the text of a secret parameter, which {@link #masker()} hides from then on.
     *
     * @throws dev.runbook.AuthorException when it is too short to be masked
     */
    void give(Secret secret, String text);

    /** The text behind a source of the environment file (a password, a webhook address), masked from then on. */
    String open(SecretSource source, String what);

    /**
     * Masks every secret the environment names that can be read without asking anybody, used by the runbook or not:
     * variables and files.
     */
    void hideNamed();

    Masker masker();
}
