package dev.runbook.action.sql;

import dev.runbook.action.sql.script.SqlPlace;
import dev.runbook.action.sql.script.SqlText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds commands of a database client (psql, sqlcmd, the sqlite3 shell) in a text: a step sends everything to the
 * server, which does not understand them.
 */
final class ClientCommands {
    private static final Pattern PSQL = Pattern.compile("\\\\([A-Za-z!?.]+)");
    private static final Pattern SQLCMD =
            Pattern.compile("^[ \\t]*:(r|setvar|connect|on|out|error|exit|quit|list|reset|xml)\\b", Pattern.MULTILINE);
    private static final Pattern SQLCMD_VARIABLE = Pattern.compile("\\$\\((\\w+)\\)");
    private static final Pattern SQLITE = Pattern.compile(
            "^\\.(read|import|mode|headers?|open|tables|schema|dump|output|once|exit|quit|timeout|bail|echo)\\b",
            Pattern.MULTILINE);
    private static final Pattern COPY =
            Pattern.compile("\\bcopy\\b[^;]*?\\b(from\\s+stdin|to\\s+stdout)\\b", Pattern.CASE_INSENSITIVE);

    private static final String ITS_CLIENT = "remove it, or run the file with that client in a shell step";
    private static final Set<String> INCLUDING = Set.of("i", "ir", "include", "r", "read");
    private static final Set<String> CONNECTING = Set.of("c", "connect", "open");
    private static final Set<String> SETTING = Set.of("set", "setvar");

    private ClientCommands() {}

    /** Returns all findings up to the first rows of a COPY, which are not SQL. */
    static List<SqlFlaw> in(SqlText text) {
        List<SqlFlaw> flaws = new ArrayList<>();
        int end = text.text().length();
        Matcher copy = COPY.matcher(text.text());
        if (copy.find() && text.places()[copy.start()] == SqlPlace.CODE) {
            end = copy.start();
            flaws.add(new SqlFlaw(
                    text.lineAt(end),
                    "COPY " + copy.group(1).toUpperCase(Locale.ROOT).replaceAll("\\s+", " ")
                            + " transfers rows through a client program, and a step has none",
                    "use insert statements (pg_dump --inserts), copyRows, or psql in a shell step"));
        }
        find(PSQL, text, end, flaws, "\\", "psql");
        find(SQLCMD, text, end, flaws, ":", "sqlcmd");
        find(SQLITE, text, end, flaws, ".", "sqlite3");
        Matcher variable = SQLCMD_VARIABLE.matcher(text.text()).region(0, end);
        while (variable.find()) {
            if (text.places()[variable.start()] == SqlPlace.CODE) {
                flaws.add(new SqlFlaw(
                        text.lineAt(variable.start()),
                        "'" + variable.group() + "' is a variable of sqlcmd, not of the server",
                        "write :" + variable.group(1) + " and give its value with: [" + variable.group(1) + ": …]"));
            }
        }
        return flaws;
    }

    private static void find(Pattern command, SqlText text, int end, List<SqlFlaw> flaws, String sign, String client) {
        Matcher found = command.matcher(text.text()).region(0, end);
        while (found.find()) {
            if (text.places()[found.start(1) - 1] == SqlPlace.CODE) {
                String name = found.group(1);
                flaws.add(new SqlFlaw(
                        text.lineAt(found.start(1)),
                        "'" + sign + name + "' is a command of " + client + ", not of the server",
                        cure(name)));
            }
        }
    }

    private static String cure(String command) {
        if (INCLUDING.contains(command)) {
            return "write a step for the other file, or copy its statements here";
        }
        if (CONNECTING.contains(command)) {
            return "a step uses the one database of its on: option: write a step for each database";
        }
        if (SETTING.contains(command)) {
            return "give the value with: [name: …]";
        }
        return command.equals("copy") ? "use copyRows, or psql in a shell step" : ITS_CLIENT;
    }
}
