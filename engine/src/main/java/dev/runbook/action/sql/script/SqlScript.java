package dev.runbook.action.sql.script;

import dev.runbook.AuthorException;
import dev.runbook.value.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** An SQL script: splits its text into statements with the values of their gaps. */
public final class SqlScript {
    /** The position of one statement, and how often it is sent. */
    public record Section(int start, int end, int times) {}

    private final SqlText text;
    private final List<Object> values;

    /** @throws AuthorException when a value is in a place where none is allowed */
    public SqlScript(Template template) {
        text = SqlText.of(template.parts());
        values = template.values();
        for (SqlPlace place : text.gaps()) {
            if (!place.allowed()) {
                throw place.refusal();
            }
        }
    }

    /**
     * Returns the statements in order, without pieces that contain no code.
     *
     * @param splitter finds the sections of a text, as the dialect of its database does
     */
    public List<SqlStatement> statements(Function<SqlText, List<Section>> splitter) {
        List<SqlStatement> statements = new ArrayList<>();
        for (Section section : splitter.apply(text)) {
            SqlStatement statement = statement(section);
            if (!statement.code().isBlank()) {
                statements.add(statement);
            }
        }
        return statements;
    }

    private SqlStatement statement(Section section) {
        int start = section.start();
        while (start < section.end() && Character.isWhitespace(text.text().charAt(start))) {
            start++;
        }
        List<Integer> gaps = new ArrayList<>();
        List<Object> inGaps = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            int offset = text.offsets().get(i);
            if (offset >= start && offset < section.end()) {
                gaps.add(offset - start);
                inGaps.add(values.get(i));
            }
        }
        int line = text.lineAt(start);
        String written = text.text().substring(start, section.end()).stripTrailing();
        return new SqlStatement(written, code(start, start + written.length()), gaps, inGaps, line, section.times());
    }

    private String code(int start, int end) {
        StringBuilder code = new StringBuilder(text.text().substring(start, end));
        for (int i = start; i < end; i++) {
            if (text.places()[i] == SqlPlace.COMMENT) {
                code.setCharAt(i - start, ' ');
            } else if (text.places()[i] != SqlPlace.CODE) {
                code.setCharAt(i - start, '\'');
            }
        }
        return code.toString();
    }
}
