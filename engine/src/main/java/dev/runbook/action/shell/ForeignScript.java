package dev.runbook.action.shell;

import dev.runbook.text.ShellWord;
import java.util.stream.Collectors;

/** Builds the POSIX shell text that runs a script's file with another interpreter. */
final class ForeignScript {
    private ForeignScript() {}

    /** Runs the file at its own path. */
    static String inPlace(ScriptFile file, boolean carryOn) {
        return check(file) + "exec " + command(file, carryOn) + " "
                + ShellWord.quoted(file.path().toString());
    }

    /** Writes a copy of the file, for a host or a user who cannot read the original, and deletes it at the end. */
    static String sent(ScriptFile file, boolean carryOn) {
        String name = ShellWord.quoted(file.name());
        return check(file) + """
                RB_FOLDER=$(mktemp -d "${TMPDIR:-/tmp}/runbook.XXXXXX") || exit
                trap 'rm -rf -- "$RB_FOLDER"' EXIT
                trap 'exit 129' HUP
                trap 'exit 130' INT
                trap 'exit 143' TERM
                (umask 077; printf %%s %s >"$RB_FOLDER"/%s) || exit
                chmod 700 "$RB_FOLDER"/%s
                %s "$RB_FOLDER"/%s
                """.formatted(ShellWord.quoted(file.text()), name, name, command(file, carryOn), name);
    }

    private static String check(ScriptFile file) {
        String needed = file.interpreter().needed();
        String missing = file.name() + " needs " + needed + " (#!), which is not installed here";
        return "command -v %s >/dev/null 2>&1 || { printf '%%s\\n' %s >&2; exit 127; }\n"
                .formatted(ShellWord.quoted(needed), ShellWord.quoted(missing));
    }

    private static String command(ScriptFile file, boolean carryOn) {
        return file.interpreter().command(carryOn).stream()
                .map(ShellWord::quoted)
                .collect(Collectors.joining(" "));
    }
}
