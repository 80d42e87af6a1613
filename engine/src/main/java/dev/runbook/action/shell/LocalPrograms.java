package dev.runbook.action.shell;

import dev.runbook.AuthorException;
import dev.runbook.environment.Environment;
import dev.runbook.file.SystemPrograms;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The programs that a script on this machine needs before its own commands run: its interpreter, and the program that
 * changes the user. Its commands are not checked, because earlier steps may install them.
 */
record LocalPrograms(ShellSpec spec, Environment environment) {
    private static final String PATH = "PATH";

    /** Returns the missing programs, one line each. */
    List<String> missing() {
        List<String> missing = new ArrayList<>();
        spec.user()
                .filter(user -> user.values().isEmpty())
                .flatMap(user -> OtherUser.missing(user.shown()))
                .ifPresent(missing::add);
        programs().stream()
                .filter(oneOf -> oneOf.stream().noneMatch(this::isThere))
                .map(this::line)
                .forEach(missing::add);
        return missing;
    }

    private List<List<String>> programs() {
        if (spec.script().file().filter(file -> !Files.isRegularFile(file)).isPresent()) {
            return List.of(); // reported where it was named
        }
        try {
            return spec.script().programs();
        } catch (AuthorException unreadable) {
            return List.of(); // reported where the file was checked
        }
    }

    private boolean isThere(String program) {
        if (program.startsWith("/")) {
            return SystemPrograms.isProgram(Path.of(program));
        }
        boolean elsewhere = program.contains("/")
                || spec.env().containsKey(PATH)
                || environment.shell().env().containsKey(PATH);
        return elsewhere
                || SystemPrograms.named(program, environment.shell().path()).isPresent();
    }

    private String line(List<String> oneOf) {
        String names = oneOf.stream().collect(Collectors.joining(" or "));
        return spec.script()
                .file()
                .map(file -> file + " needs " + names + ", which is not installed on this machine")
                .orElse("a step of '" + spec.word() + "' needs " + names + ", which is not installed on this machine");
    }
}
