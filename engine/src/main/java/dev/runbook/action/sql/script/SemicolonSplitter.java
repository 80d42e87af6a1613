package dev.runbook.action.sql.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Splits a script at its semicolons, except in parentheses and in the bodies of functions and triggers. */
public final class SemicolonSplitter {
    private static final Set<String> WITH_BODY = Set.of("function", "procedure", "trigger");

    private final SqlText text;
    private final List<SqlScript.Section> sections = new ArrayList<>();
    private int start;
    private int parentheses;
    private int blocks;
    private boolean creates;
    private boolean hasBody;
    private int words;

    private SemicolonSplitter(SqlText text) {
        this.text = text;
    }

    public static List<SqlScript.Section> of(SqlText text) {
        return new SemicolonSplitter(text).split();
    }

    private List<SqlScript.Section> split() {
        String sql = text.text();
        for (int at = 0; at < sql.length(); at++) {
            if (text.places()[at] != SqlPlace.CODE) {
                continue;
            }
            char c = sql.charAt(at);
            if (Character.isLetter(c)) {
                int end = wordEnd(at);
                word(sql.substring(at, end).toLowerCase(Locale.ROOT));
                at = end - 1;
            } else if (c == '(') {
                parentheses++;
            } else if (c == ')') {
                parentheses--;
            } else if (c == ';' && parentheses <= 0 && blocks <= 0) {
                end(at);
            }
        }
        end(sql.length());
        return sections;
    }

    private int wordEnd(int from) {
        int end = from;
        while (end < text.text().length()
                && text.places()[end] == SqlPlace.CODE
                && SqlPlaces.wordCharacter(text.text().charAt(end))) {
            end++;
        }
        return end;
    }

    /**
     * Tracks {@code BEGIN … END} and {@code CASE … END}, which contain semicolons only in statements that create a
     * function or trigger.
     */
    private void word(String word) {
        words++;
        creates |= words == 1 && word.equals("create");
        hasBody |= creates && words <= 6 && WITH_BODY.contains(word);
        if (!hasBody) {
            return;
        }
        if (word.equals("begin") || word.equals("case")) {
            blocks++;
        } else if (word.equals("end")) {
            blocks--;
        }
    }

    private void end(int at) {
        sections.add(new SqlScript.Section(start, at, 1));
        start = at + 1;
        parentheses = 0;
        blocks = 0;
        creates = false;
        hasBody = false;
        words = 0;
    }
}
