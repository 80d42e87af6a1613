package dev.runbook.environment;

/** A name a runbook uses for something outside. */
public record Target(Kind kind, String name) {
    /** What the name means, in the environment file's words. */
    public enum Kind {
        SERVICE("service"),
        SETTING("setting"),
        HOST("host"),
        DATABASE("database"),
        CHANNEL("channel"),
        SECRET("secret");

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
