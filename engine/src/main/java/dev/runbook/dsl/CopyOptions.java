package dev.runbook.dsl;

import dev.runbook.action.copy.CopySpec;
import dev.runbook.action.sql.script.SqlIdentifier;
import dev.runbook.value.Template;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads the options of {@code copyRows} and reports invalid ones. */
final class CopyOptions {
    private static final CopySpec.Limit USUAL_LIMIT = new CopySpec.Limit(0, 10);
    private static final int LARGEST_BATCH = 10_000;
    private static final List<String> IF_NEWER = List.of("refuse", "skip", "overwrite");

    private final EvaluationContext context;
    private final Map<String, Object> options;

    CopyOptions(EvaluationContext context, Map<String, Object> options) {
        this.context = context;
        this.options = options;
    }

    CopySpec spec(Object table, String from, String to) {
        SqlIdentifier name = name(table);
        SqlIdentifier into =
                Optional.ofNullable(options.get("into")).map(this::name).orElse(name);
        boolean decided = context.planned() || !options.containsKey(TargetChoice.AMONG);
        if (decided && from.equals(to) && into.equals(name)) {
            context.problem("the rows of '" + name + "' would be copied onto themselves", "give another to: or into:");
        }
        List<String> key = texts("key");
        String changed = text("changed").orElse("");
        if (key.isEmpty()) {
            context.problem("the key has no column", "write key: 'id', or key: ['tenant', 'id']");
        } else if (key.contains(changed)) {
            context.problem("'" + changed + "' cannot both be a part of the key and say when a row was changed");
        }
        return new CopySpec(
                name,
                from,
                to,
                into,
                key,
                changed,
                since(),
                zone(),
                texts("without"),
                text("softDeleted"),
                tombstones(),
                ifNewer(),
                batch(),
                name(options.getOrDefault("checkpoint", "runbook_checkpoint")));
    }

    private SqlIdentifier name(Object table) {
        if (isUnknown(table)) {
            return SqlIdentifier.of(Values.option(table));
        }
        String written = Values.shown(table);
        if (written.matches("(?s)(.*\\.)?\\s*(\\..*)?|.*\\x00.*")) {
            context.problem(
                    "'" + written.replace('\0', ' ') + "' is not a valid table name",
                    "write 'orders' or 'sales.orders'");
        }
        return new SqlIdentifier(Arrays.asList((Object[]) written.split("\\.", -1)));
    }

    private Optional<String> text(String option) {
        return Optional.ofNullable(options.get(option)).map(Values::shown);
    }

    private List<String> texts(String option) {
        Object given = options.get(option);
        if (given == null) {
            return List.of();
        }
        return Values.plain(given) instanceof List<?> several
                ? several.stream().map(Values::shown).toList()
                : List.of(Values.shown(given));
    }

    private static boolean isUnknown(Object option) {
        return Values.unknown(Values.plain(option));
    }

    private Optional<Template> since() {
        return Optional.ofNullable(options.get("since"))
                .map(since -> new Template(List.of("", ""), List.of(Values.plain(since))));
    }

    private Optional<ZoneId> zone() {
        if (isUnknown(options.get("zone"))) {
            return Optional.empty();
        }
        return text("zone").flatMap(zone -> {
            try {
                return Optional.of(ZoneId.of(zone));
            } catch (DateTimeException unknown) {
                context.problem("there is no time zone '" + zone + "'", "write zone: 'UTC' or zone: 'Europe/Berlin'");
                return Optional.empty();
            }
        });
    }

    private Optional<CopySpec.Tombstones> tombstones() {
        Optional<Object> table = Optional.ofNullable(options.get("tombstones"));
        for (String option : List.of("deletedAt", "deleteAtMost")) {
            if (table.isEmpty() && options.containsKey(option)) {
                context.problem(
                        option + ": is about deleted rows, and there is no table of them",
                        "name the table that keeps their keys: tombstones: 'deleted_orders'");
            }
        }
        return table.map(
                name -> new CopySpec.Tombstones(name(name), text("deletedAt").orElse("deleted_at"), limit()));
    }

    private CopySpec.Limit limit() {
        Object limit = options.get("deleteAtMost");
        if (limit instanceof Percent share && share.of100() >= 1 && share.of100() <= 100) {
            return new CopySpec.Limit(0, share.of100());
        }
        if (limit instanceof Integer rows && rows >= 0) {
            return new CopySpec.Limit(rows, 0);
        }
        if (limit != null) {
            context.problem("deleteAtMost takes a number of rows or a share such as 5.percent, not " + limit);
        }
        return USUAL_LIMIT;
    }

    private CopySpec.IfNewer ifNewer() {
        String choice = text("ifNewer").orElse("refuse");
        if (!IF_NEWER.contains(choice)) {
            context.problem("ifNewer takes " + String.join(", ", IF_NEWER) + ", not '" + choice + "'");
            return CopySpec.IfNewer.REFUSE;
        }
        return CopySpec.IfNewer.valueOf(choice.toUpperCase(Locale.ROOT));
    }

    private int batch() {
        int batch = (Integer) options.getOrDefault("batch", CopySpec.USUAL_BATCH);
        if (batch < 1 || batch > LARGEST_BATCH) {
            context.problem("batch takes 1 to " + LARGEST_BATCH + " rows a transaction, not " + batch);
        }
        return batch;
    }
}
