package dev.runbook.action.sql;

import dev.runbook.action.sql.script.NamedPlaces;
import dev.runbook.action.sql.script.SqlPlace;
import dev.runbook.action.sql.script.SqlText;
import dev.runbook.value.Suggestion;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds parameters without a value, and values without a parameter. */
final class NameFlaws {
    /** SQLite's parameters, which are NULL if they have no value. */
    private static final Pattern OF_SQLITE = Pattern.compile("(?<![\\w$@?])[?@$]\\w*");

    private final SqlSpec spec;
    private final String written;

    NameFlaws(SqlSpec spec, String written) {
        this.spec = spec;
        this.written = written;
    }

    /**
     * @param written the text before its names were replaced
     */
    static List<SqlFlaw> in(SqlSpec spec, String written) {
        return new NameFlaws(spec, written).all();
    }

    private List<SqlFlaw> all() {
        List<SqlFlaw> flaws = new ArrayList<>();
        Set<String> inText = new TreeSet<>();
        Set<String> unused = new LinkedHashSet<>(spec.with().keySet());
        for (NamedPlaces.Named named : NamedPlaces.of(written)) {
            inText.add(named.name());
            if (!spec.with().containsKey(named.name()) && !named.inBrackets()) {
                Optional<String> near =
                        Suggestion.closest(named.name(), spec.with().keySet());
                near.ifPresent(unused::remove); // report one mistake once
                flaws.add(missing(named, near));
            }
        }
        unused.removeAll(inText);
        unused.forEach(name -> flaws.add(new SqlFlaw(
                1,
                "with: gives a value to '" + name + "', but the text has no :" + name,
                "remove it from with:, or write :" + name + " in the file")));
        return flaws;
    }

    private SqlFlaw missing(NamedPlaces.Named named, Optional<String> near) {
        boolean inFile = spec.script() instanceof SqlSpec.Script.File;
        String cure = inFile
                ? near.map(name -> "with: has a value for '" + name + "': make both names the same")
                        .orElse("add it: with: [" + named.name() + ": …]")
                : "write ${…} in its place";
        return new SqlFlaw(SqlText.lineAt(written, named.offset()), "':" + named.name() + "' has no value", cure);
    }

    /** Finds SQLite's other parameters, besides those with a {@code :name}. */
    static List<SqlFlaw> ofSqlite(SqlText text) {
        List<SqlFlaw> flaws = new ArrayList<>();
        Matcher parameter = OF_SQLITE.matcher(text.text());
        while (parameter.find()) {
            if (text.places()[parameter.start()] == SqlPlace.CODE
                    && !text.offsets().contains(parameter.start())) {
                flaws.add(new SqlFlaw(
                        text.lineAt(parameter.start()),
                        "'" + parameter.group() + "' has no value: SQLite would use NULL",
                        "write ${…}, or :name in a file"));
            }
        }
        return flaws;
    }
}
