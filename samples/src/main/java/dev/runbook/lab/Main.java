package dev.runbook.lab;

/** Where {@code runbook lab} starts. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.err.println("usage: runbook lab COMMAND");
        System.exit(2);
    }
}
