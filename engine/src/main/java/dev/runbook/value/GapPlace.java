package dev.runbook.value;

import dev.runbook.AuthorException;

/** What a gap of an author's text stands in, in the eyes of the text's language: a value may stand there, or it is said why not. */
public interface GapPlace {
    GapRule rule();

    /** One clause that says why a value cannot stand there; empty where it may. */
    default String problem() {
        return rule().problem();
    }

    /** What the author can do instead; empty where a value may stand. */
    default String cure() {
        return rule().cure();
    }

    /** Whether a value may stand there. */
    default boolean allowed() {
        return rule().allowed();
    }

    /** What to throw where no value may stand. */
    default AuthorException refusal() {
        return new AuthorException(problem() + "; " + cure());
    }
}
