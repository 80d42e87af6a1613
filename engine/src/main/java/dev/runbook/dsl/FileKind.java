package dev.runbook.dsl;

/** What a file declares; the word at its top level. */
public enum FileKind {
    RUNBOOK("runbook"),
    TRIGGERS("triggers"),
    STAKEHOLDERS("stakeholders");

    private final String word;

    FileKind(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    /** Returns what a compiled file declares. */
    public static FileKind of(RunbookScript script, ReadingRequest request) {
        new EvaluationContext(request, script.getClass()).within(script::run);
        return script.kind();
    }

    /** Returns how to use a file of this kind, which is not a runbook. */
    String use(String id) {
        return switch (this) {
            case RUNBOOK -> "run it: runbook run " + id;
            case TRIGGERS -> "evaluate it: runbook decide " + id;
            case STAKEHOLDERS -> "use it in a runbook: stakeholders '" + id + "'";
        };
    }
}
