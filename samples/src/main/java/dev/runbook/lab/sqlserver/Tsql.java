package dev.runbook.lab.sqlserver;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Splits batches into statements, and writes them as H2 reads them. */
final class Tsql {
    private static final Pattern LINE_COMMENT = Pattern.compile("(?m)^\\s*--.*$");
    private static final Pattern CREATE_TEMPORARY =
            Pattern.compile("(?i)\\bcreate\\s+table\\s+#(\\w+)\\s*(\\(.*)", Pattern.DOTALL);
    private static final Pattern TEMPORARY = Pattern.compile("#(\\w+)");
    private static final Pattern HISTORY = Pattern.compile("(?i)\\bmsdb\\.dbo\\.");
    private static final Pattern READ = Pattern.compile("(?is)^\\s*(select|with)\\b.*");

    private Tsql() {}

    /**
     * Returns the statements of a batch; they are separated by semicolons here, which T-SQL itself does not require.
     */
    static List<String> statements(String batch) {
        String code = LINE_COMMENT.matcher(batch).replaceAll("");
        List<String> statements = new ArrayList<>();
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < code.length(); i++) {
            char c = code.charAt(i);
            if (c == '\'') {
                quoted = !quoted;
            } else if (c == ';' && !quoted) {
                add(statements, code.substring(start, i));
                start = i + 1;
            }
        }
        add(statements, code.substring(start));
        return statements;
    }

    private static void add(List<String> statements, String text) {
        if (!text.isBlank()) {
            statements.add(text.strip());
        }
    }

    /** Returns the statement in H2's dialect: its temporary tables, and the backup history. */
    static String forH2(String statement) {
        var temporary = CREATE_TEMPORARY.matcher(statement);
        String text = temporary.matches()
                ? "create local temporary table tmp_" + temporary.group(1) + temporary.group(2)
                        + " on commit drop transactional"
                : statement;
        text = HISTORY.matcher(text).replaceAll("msdb.");
        return TEMPORARY.matcher(text).replaceAll("tmp_$1");
    }

    static boolean reads(String statement) {
        return READ.matcher(statement).matches();
    }

    /** Returns a name without brackets, quotes and their prefix {@code N}. */
    static String name(String quoted) {
        String text = quoted.strip();
        if (text.toUpperCase(Locale.ROOT).startsWith("N'")) {
            text = text.substring(1);
        }
        boolean marked = text.length() > 1 && (text.startsWith("[") || text.startsWith("'"));
        return marked ? text.substring(1, text.length() - 1).replace("''", "'").replace("]]", "]") : text;
    }
}
