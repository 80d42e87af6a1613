package dev.runbook.action.sql.script;

import dev.runbook.AuthorException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Splits a script into batches at its lines {@code GO} and {@code GO 5}, except in strings and comments. */
public final class GoSplitter {
    private static final Pattern LINE = Pattern.compile(
            "^[ \\t]*GO(?:[ \\t]+(\\d+))?[ \\t]*;?[ \\t]*(?:--.*)?\\r?$", Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);

    private static final int MOST_TIMES = 100_000;

    private GoSplitter() {}

    public static List<SqlScript.Section> of(SqlText text) {
        List<SqlScript.Section> sections = new ArrayList<>();
        Matcher line = LINE.matcher(text.text());
        int start = 0;
        while (line.find()) {
            int word = line.start() + indentation(line.group());
            if (text.places()[word] == SqlPlace.CODE) {
                sections.add(new SqlScript.Section(start, line.start(), times(line.group(1))));
                start = line.end();
            }
        }
        sections.add(new SqlScript.Section(start, text.text().length(), 1));
        return sections;
    }

    private static int indentation(String line) {
        return line.length() - line.stripLeading().length();
    }

    private static int times(String count) {
        if (count == null) {
            return 1;
        }
        int times = count.length() > 6 ? Integer.MAX_VALUE : Integer.parseInt(count);
        if (times < 1 || times > MOST_TIMES) {
            throw new AuthorException("GO " + count + ": a batch is sent 1 to " + MOST_TIMES + " times");
        }
        return times;
    }
}
