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

    /** The text behind a source of the environment file (a password, a webhook address), masked from then on. */
    String open(SecretSource source, String what);

    /**
     * Masks every secret the environment names that can be read without asking anybody, used by the runbook or not:
     * variables and files.
     */
    void hideNamed();

    Masker masker();
}
