package dev.runbook.environment;

import dev.runbook.AuthorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Reads {@code drills.yaml} of a system's folder: the drills that prove its runbooks and triggers, in the order in which
 * they are performed.
 */
public final class DrillFile {
    /** The name of the file in a system's folder. */
    public static final String NAME = "drills.yaml";

    private static final String SCHEMA = "drills.schema.json";

    /** The fastest clock: a wait of 15 minutes passes in a second. */
    public static final int MOST_FASTER = 1000;

    /** The usual speed of the clock on which triggers are evaluated: a window of ten minutes passes in 20 seconds. */
    private static final int TRIGGERS_FASTER = 30;

    private static final Pattern FACTOR = Pattern.compile("[1-9]\\d{0,3}");

    private final YamlText text;

    private DrillFile(YamlText text) {
        this.text = text;
    }

    /**
     * @param folder the folder of a system's runbooks
     * @throws AuthorException when the folder has no such file, or with every mistake in it
     */
    public static DeclaredDrills read(Path folder) {
        Path file = folder.resolve(NAME);
        if (!Files.isRegularFile(file)) {
            throw new AuthorException(
                    "no " + NAME + " in " + folder
                            + ": it lists the drills of the folder (runbook, break, expect); name a runbook to drill that one alone");
        }
        YamlText text = YamlText.read(file);
        Node root =
                text.root().orElseGet(() -> YamlText.parse(file, "{}").root().orElseThrow());
        new SchemaCheck(text.problems()).check(root, Schema.named(SCHEMA), "the file");
        text.problems().throwIfAny();
        DrillFile drills = new DrillFile(text);
        YamlMap top = YamlMap.of(root);
        List<String> mayChange = texts(top, "mayChange");
        int clock = drills.clock(top).orElse(1);
        DeclaredDrills declared = new DeclaredDrills(
                nodes(top, "drills").stream()
                        .map(node -> drills.scenario(node, mayChange, clock))
                        .toList(),
                nodes(top, "triggers").stream().map(drills::triggers).toList(),
                nodes(top, "notDrilled").stream().map(drills::notDrilled).toList());
        if (declared.runbooks().isEmpty() && declared.triggers().isEmpty()) {
            text.problems().add(root, "the file needs 'drills' of runbooks or of 'triggers'");
        }
        text.problems().throwIfAny();
        return declared;
    }

    /**
     * @param mayChange what every drill of the file may change
     * @param clock of a drill that declares none
     */
    private DrillScenario scenario(Node node, List<String> mayChange, int clock) {
        YamlMap map = YamlMap.of(node);
        return new DrillScenario(
                map.get("runbook").map(YamlValue::text).orElseThrow(),
                texts(map, "break"),
                texts(map, "inject"),
                map.get("expect").map(YamlValue::text).map(DrillResult::of).orElseThrow(),
                clock(map).orElse(clock),
                map.map("parameters").each((name, value) -> YamlValue.text(value)),
                new ExpectedChanges(
                        texts(map, "changes"),
                        Stream.concat(mayChange.stream(), texts(map, "mayChange").stream())
                                .toList()),
                map.get("detect").map(YamlValue::text).filter("true"::equals).isPresent(),
                text.problems().place(node));
    }

    private TriggerScenario triggers(Node node) {
        YamlMap map = YamlMap.of(node);
        List<String> faults = texts(map, "break");
        List<String> after = texts(map, "after");
        if (!faults.isEmpty() && !after.isEmpty()) {
            text.problems().add(node, "'after' is for triggers that follow ended runs: they need nothing broken");
        }
        return new TriggerScenario(
                faults,
                nodes(map, "fires").stream().map(this::expected).toList(),
                after,
                clock(map).orElse(TRIGGERS_FASTER),
                text.problems().place(node));
    }

    private ExpectedTrigger expected(Node node) {
        YamlMap map = YamlMap.of(node);
        Optional<String> starts = map.get("starts").map(YamlValue::text);
        Optional<String> asks = map.get("asks").map(YamlValue::text);
        List<String> tells = texts(map, "tells");
        if (asks.isPresent() && starts.isEmpty()) {
            text.problems().add(node, "'asks' needs 'starts': the runbook for which the role is asked");
        }
        if (starts.isEmpty() && tells.isEmpty()) {
            text.problems().add(node, "a trigger starts a runbook, or tells a channel: add 'starts' or 'tells'");
        }
        return new ExpectedTrigger(
                map.get("trigger").map(YamlValue::text).orElseThrow(),
                map.get("in").map(YamlValue::text),
                starts,
                asks,
                tells,
                text.problems().place(node));
    }

    private UndrilledTrigger notDrilled(Node node) {
        YamlMap map = YamlMap.of(node);
        return new UndrilledTrigger(
                map.get("trigger").map(YamlValue::text).orElseThrow(),
                map.get("in").map(YamlValue::text),
                map.get("reason").map(YamlValue::text).orElseThrow(),
                text.problems().place(node));
    }

    private Optional<Integer> clock(YamlMap map) {
        return map.get("clock").flatMap(node -> {
            String factor = YamlValue.text(node);
            if (FACTOR.matcher(factor).matches() && Integer.parseInt(factor) <= MOST_FASTER) {
                return Optional.of(Integer.valueOf(factor));
            }
            text.problems().add(node, "'clock' is how many times faster waits pass, 1 to " + MOST_FASTER);
            return Optional.empty();
        });
    }

    private static List<String> texts(YamlMap map, String key) {
        return nodes(map, key).stream().map(YamlValue::text).toList();
    }

    private static List<Node> nodes(YamlMap map, String key) {
        return map.get(key).map(node -> ((SequenceNode) node).getValue()).orElse(List.of());
    }
}
