package dev.runbook.cli;

/** Where the process starts. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        if (args.length == 1 && args[0].equals("--help")) {
            System.out.println("usage: runbook COMMAND");
            return;
        }
        System.err.println("usage: runbook COMMAND");
        System.exit(2);
    }
}
