package dev.runbook.environment;

/** A name that a runbook uses for an external system. */
public record Target(Kind kind, String name) {
    /** The kind of target, in the words of the environment file. */
    public enum Kind {
        SERVICE("service"),
        SETTING("setting"),
        HOST("host"),
        DATABASE("database"),
        CHANNEL("channel"),
        SECRET("secret"),
        /** Those who may answer questions. */
        ROLE("role");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    @Override
    public String toString() {
        return kind.word() + " '" + name + "'";
    }
}
