package dev.runbook.cli;

/** Where the process starts. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.err.println("usage: runbook COMMAND");
        System.exit(2);
    }
}
