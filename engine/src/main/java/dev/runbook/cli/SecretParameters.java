package dev.runbook.cli;

import dev.runbook.AuthorException;
import dev.runbook.environment.Secrets;
import dev.runbook.plan.Plan;
import dev.runbook.terminal.Terminal;
import dev.runbook.text.TextFile;
import dev.runbook.value.FileReason;
import dev.runbook.value.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/** Reads the texts of secret parameters from files or the terminal, never from the command line. */
final class SecretParameters implements CommandInput {
    private static final String STANDARD_INPUT = "-";

    private final CliOption<List<String>> files = CliOption.repeatable(
            "--secret-param=NAME=FILE",
            "A file that holds the value of a secret parameter; - reads standard input. Without it, the terminal is asked. Repeatable.");

    @Override
    public void addTo(CommandSpec command) {
        files.addTo(command);
    }

    /**
     * Sets the text of each secret parameter of a plan.
     *
     * @throws AuthorException when one is missing, unknown, or cannot be read
     */
    void give(Plan plan, Secrets secrets, CliContext context) {
        Map<String, String> named = named();
        named.keySet().stream()
                .filter(name -> !plan.secretParameters().contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new AuthorException(
                            "--secret-param " + name + ": the runbook has no secret parameter '" + name + "'");
                });
        for (String name : plan.secretParameters()) {
            String text =
                    named.containsKey(name) ? read(name, named.get(name), context) : ask(name, context.terminal());
            secrets.give(Secret.ofParameter(name), text);
        }
    }

    private Map<String, String> named() {
        Map<String, String> named = new LinkedHashMap<>();
        for (String written : files.value()) {
            int equals = written.indexOf('=');
            if (equals < 1 || equals == written.length() - 1) {
                throw new AuthorException("--secret-param: write it as NAME=FILE, or NAME=- for standard input");
            }
            if (named.put(written.substring(0, equals), written.substring(equals + 1)) != null) {
                throw new AuthorException("--secret-param " + written.substring(0, equals) + " is given twice");
            }
        }
        if (named.values().stream().filter(STANDARD_INPUT::equals).count() > 1) {
            throw new AuthorException("--secret-param: standard input holds one value; use files for the others");
        }
        return named;
    }

    private static String read(String name, String file, CliContext context) {
        try {
            String text = file.equals(STANDARD_INPUT)
                    ? context.terminal().in().lines().collect(Collectors.joining("\n"))
                    : TextFile.read(context.directory().resolve(file), TextFile.WRITTEN_BY_HAND);
            return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        } catch (IOException unreadable) {
            throw new AuthorException(
                    "--secret-param " + name + ": the file cannot be read: " + FileReason.of(unreadable), unreadable);
        } catch (UncheckedIOException unreadable) {
            throw new AuthorException(
                    "--secret-param " + name + ": standard input cannot be read: "
                            + FileReason.of(unreadable.getCause()),
                    unreadable);
        }
    }

    private static String ask(String name, Terminal terminal) {
        Optional<String> answer = terminal.askHidden("Secret parameter '" + name + "' (not shown): ");
        return answer.filter(text -> !text.isEmpty())
                .orElseThrow(() -> new AuthorException("the secret parameter '" + name
                        + "' is missing, and there is no terminal to ask on\n  give --secret-param " + name
                        + "=FILE, or " + name + "=- for standard input"));
    }
}
