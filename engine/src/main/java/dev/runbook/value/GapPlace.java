package dev.runbook.value;

import dev.runbook.AuthorException;

/** What a gap of an author's text stands in, in the eyes of the text's language: a value may stand there, or it is said why not. */
public interface GapPlace {
    /** One clause that says why a value cannot stand there; empty where it may. */
    String problem();

    /** What the author can do instead; empty where a value may stand. */
    String cure();

    /** Whether a value may stand there. */
    default boolean allowed() {
        return problem().isEmpty();
    }

    /** What to throw where no value may stand. */
    default AuthorException refusal() {
        return new AuthorException(problem() + "; " + cure());
    }
}
