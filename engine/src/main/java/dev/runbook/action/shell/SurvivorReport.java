package dev.runbook.action.shell;

import java.util.List;

/** Reports processes that outlive the step that started them and hold its output open. */
public final class SurvivorReport {
    private static final int NAMED = 3;

    private SurvivorReport() {}

    /**
     * @param processes for display; empty when they could not be found
     * @param discarded whether their further output is read and discarded
     */
    public static String words(List<String> processes, boolean discarded) {
        String who = processes.isEmpty()
                ? "a background process"
                : String.join(", ", processes.subList(0, Math.min(NAMED, processes.size())))
                        + (processes.size() > NAMED ? " and " + (processes.size() - NAMED) + " more" : "");
        boolean several = processes.size() > 1;
        return who + (several ? " keep running and hold" : " keeps running and holds") + " the output open: "
                + (discarded
                        ? (several ? "their" : "its") + " further output is discarded"
                        : "its next line may end it with SIGPIPE; redirect its output to a file");
    }
}
