package dev.runbook.environment;

import dev.runbook.AuthorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Reads {@code drills.yaml} of a system's folder: the drills that prove its runbooks, in the order in which they are
 * performed.
 */
public final class DrillFile {
    /** The name of the file in a system's folder. */
    public static final String NAME = "drills.yaml";

    private static final String SCHEMA = "drills.schema.json";

    private final YamlText text;

    private DrillFile(YamlText text) {
        this.text = text;
    }

    /**
     * @param folder the folder of a system's runbooks
     * @throws AuthorException when the folder has no such file, or with every mistake in it
     */
    public static List<DrillScenario> read(Path folder) {
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
        return ((SequenceNode) YamlMap.of(root).get("drills").orElseThrow())
                .getValue().stream().map(drills::scenario).toList();
    }

    private DrillScenario scenario(Node node) {
        YamlMap map = YamlMap.of(node);
        return new DrillScenario(
                map.get("runbook").map(YamlValue::text).orElseThrow(),
                map.get("break").map(DrillFile::texts).orElse(List.of()),
                map.get("expect").map(YamlValue::text).map(DrillResult::of).orElseThrow(),
                map.map("parameters").each((name, value) -> YamlValue.text(value)),
                map.get("detect").map(YamlValue::text).filter("true"::equals).isPresent(),
                text.problems().place(node));
    }

    private static List<String> texts(Node node) {
        return ((SequenceNode) node).getValue().stream().map(YamlValue::text).toList();
    }
}
