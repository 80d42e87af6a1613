package dev.runbook.environment;

import dev.runbook.value.Secret;

/** Opens secrets for actions and masks them everywhere else. Thread-safe. */
public interface Secrets {
    /**
     * Returns the text of a declared secret; from then on {@link #masker()} masks it.
     *
     * @throws dev.runbook.AuthorException one line that names the secret and its source, never its text
     */
    String open(Secret secret);

    /**
     * Sets the text of a secret parameter, which {@link #masker()} masks from then on.
     *
     * @throws dev.runbook.AuthorException when it is too short to be masked
     */
    void give(Secret secret, String text);

    /** Returns the text of a source in the environment file (a password, a webhook address), masked from then on. */
    String open(SecretSource source, String what);

    /**
     * Masks every secret in the environment that can be read without running a command, whether the runbook uses it or
     * not: variables and files.
     */
    void hideNamed();

    /** Masks the secret part of a link with which a person answers, everywhere but in messages: those deliver it. */
    void hideLink(String token);

    Masker masker();

    /** Returns what masks a message to people now. */
    Masker messageMasker();
}
