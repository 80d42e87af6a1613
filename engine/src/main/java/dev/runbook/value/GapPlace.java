package dev.runbook.value;

import dev.runbook.AuthorException;

/** The syntactic context of a gap in an author's text: whether a value is allowed there, and why not. */
public interface GapPlace {
    GapRule rule();

    /** Returns one clause that says why a value is not allowed; empty if it is allowed. */
    default String problem() {
        return rule().problem();
    }

    /** Returns what the author can do instead; empty if a value is allowed. */
    default String cure() {
        return rule().cure();
    }

    /** Returns whether a value is allowed. */
    default boolean allowed() {
        return rule().allowed();
    }

    /** Returns the exception to throw where a value is not allowed. */
    default AuthorException refusal() {
        return new AuthorException(problem() + "; " + cure());
    }
}
