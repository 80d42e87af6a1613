package dev.runbook.lab;

import dev.runbook.AuthorException;
import dev.runbook.EngineException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code runbook lab}: the command line of the labs. */
public final class Main {
    private static final String USAGE = """
            Usage: runbook lab start|stop|status|snapshot [NAME]
                   runbook lab break [NAME] WHAT…
                   runbook lab mend  [NAME] [WHAT…]

            A lab simulates the systems on which runbooks act: real servers on this machine's loopback
            address that are there to be broken and recovered. It needs no root, and nothing but a JDK.

              start    bring the lab up and say what is where; does nothing if it is up
              stop     take it down, prove that nothing is left, remove its folder
              status   the servers, their addresses, and what is broken
              snapshot what the lab is made of: rows, files, weights, DNS records, pods and processes,
                       by the names that 'changes' in drills.yaml uses
              break    break something; without WHAT: say what can be broken
              mend     take it back; without WHAT: everything

            RUNBOOK_LAB_HOME     the folder of labs (default: one for each checkout and user, under
                                 ~/.local/state/runbook/lab)
            RUNBOOK_LAB_ADDRESS  the loopback address (default: one for each such folder, so that labs
                                 of several checkouts can run at once; 'status' shows it)

            NAME is one of: %s. Labs of several names run beside each other. Without NAME: the lab that
            is up, or %s if none is.

            Exit codes: 0 done, 1 failed, 2 usage, 3 (status and snapshot) the lab is not up
            """;

    private final Labs labs;
    private final PrintStream out;

    Main(Map<String, String> variables, PrintStream out) {
        this.labs = new Labs(variables);
        this.out = out;
    }

    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), System.getenv(), System.out, System.err));
    }

    /** Runs one command line; returns its exit code. */
    public static int run(List<String> arguments, Map<String, String> variables, PrintStream out, PrintStream err) {
        try {
            return new Main(variables, out).dispatch(arguments);
        } catch (AuthorException mistaken) {
            err.println("runbook lab: " + mistaken.getMessage());
            return 2;
        } catch (EngineException | UncheckedIOException failure) {
            err.println("runbook lab: " + failure.getMessage());
            return 1;
        } catch (IOException failure) {
            err.println("runbook lab: the lab does not answer: " + failure.getMessage());
            return 1;
        }
    }

    private int dispatch(List<String> arguments) throws IOException {
        if (arguments.isEmpty() || arguments.contains("--help") || arguments.contains("-h")) {
            out.print(USAGE.formatted(String.join(", ", Estates.names()), Estates.DEFAULT.name()));
            return arguments.isEmpty() ? 2 : 0;
        }
        List<String> rest = arguments.subList(1, arguments.size());
        return switch (arguments.get(0)) {
            case "start" -> start(onlyLab(rest).orElse(Estates.DEFAULT.name()));
            case "stop" -> stop(onlyLab(rest).orElseGet(this::labThatIsUp));
            case "status" -> status(onlyLab(rest).orElseGet(this::labThatIsUp));
            case "snapshot" -> snapshot(onlyLab(rest).orElseGet(this::labThatIsUp));
            case "break" -> breakIt(rest);
            case "mend" -> mend(rest);
            default ->
                throw new AuthorException("unknown command '" + arguments.get(0)
                        + "'; there are: start, stop, status, snapshot, break, mend (see: runbook lab --help)");
        };
    }

    private static Optional<String> onlyLab(List<String> rest) {
        if (rest.size() > 1) {
            throw new AuthorException("one lab at a time, not: " + String.join(" ", rest));
        }
        return rest.stream().findFirst();
    }

    /** Returns the only lab that is up, or the default when none is. */
    private String labThatIsUp() {
        List<String> up = labs.up();
        if (up.size() > 1) {
            throw new AuthorException("several labs are up: " + String.join(", ", up) + "; give the name of one");
        }
        return up.isEmpty() ? Estates.DEFAULT.name() : up.get(0);
    }

    private int start(String lab) throws IOException {
        boolean started = labs.start(lab);
        out.println("lab " + lab + " is up" + (started ? "" : " already") + "\n");
        return table(lab);
    }

    private int stop(String lab) {
        boolean wasUp = labs.stop(lab);
        out.println(wasUp ? "lab " + lab + " is down: no process and no port is left" : "lab " + lab + " is not up");
        return 0;
    }

    private int status(String lab) throws IOException {
        if (!labs.isUp(lab)) {
            out.println("lab " + lab + " is not up");
            return 3;
        }
        return table(lab);
    }

    private int snapshot(String lab) throws IOException {
        if (!labs.isUp(lab)) {
            out.println("lab " + lab + " is not up");
            return 3;
        }
        Map<String, String> parts = labs.client(lab).snapshot();
        int width = parts.keySet().stream().mapToInt(String::length).max().orElse(1);
        parts.forEach((part, text) -> out.println(part + " ".repeat(width - part.length() + 2) + text));
        return 0;
    }

    private int table(String lab) throws IOException {
        out.print(new StatusTable(labs.home(lab), labs.client(lab).status()).text());
        return 0;
    }

    private int breakIt(List<String> arguments) throws IOException {
        String lab = labOf(arguments);
        List<String> words = faultWords(arguments);
        if (words.isEmpty()) {
            out.println("what can be broken in " + lab + ":");
            for (Fault fault : Estates.named(lab).faults()) {
                out.printf("  %-18s %s%n", fault.word(), fault.what());
            }
            return 0;
        }
        return order(lab, "break", words);
    }

    private int mend(List<String> arguments) throws IOException {
        String lab = labOf(arguments);
        List<String> words = faultWords(arguments);
        if (words.isEmpty()) {
            words = new ArrayList<>();
            for (var word : labs.client(lab).status().path("broken")) {
                words.add(word.asText());
            }
        }
        return order(lab, "mend", words);
    }

    private int order(String lab, String verb, List<String> words) throws IOException {
        words.forEach(word -> Fault.named(word, Estates.named(lab).faults()));
        LabClient client = labs.client(lab);
        for (String word : words) {
            out.println(word + ": " + client.order("/lab/" + verb + "/" + word));
        }
        return 0;
    }

    private String labOf(List<String> arguments) {
        return namesLab(arguments) ? arguments.get(0) : labThatIsUp();
    }

    private static List<String> faultWords(List<String> arguments) {
        return namesLab(arguments) ? arguments.subList(1, arguments.size()) : arguments;
    }

    private static boolean namesLab(List<String> arguments) {
        return !arguments.isEmpty() && Estates.names().contains(arguments.get(0));
    }
}
