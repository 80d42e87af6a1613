package dev.runbook.environment;

import dev.runbook.AuthorException;
import dev.runbook.text.TextFile;
import dev.runbook.value.FileReason;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A YAML file as a tree of nodes with their places. Nodes are never converted to objects, so a tag cannot instantiate a
 * type.
 */
record YamlText(Optional<Node> root, Problems problems) {
    private static final int MOST_VALUES = 200_000;
    private static final Set<Tag> STANDARD =
            Set.of(Tag.MAP, Tag.SEQ, Tag.STR, Tag.BOOL, Tag.INT, Tag.FLOAT, Tag.NULL, Tag.TIMESTAMP, Tag.MERGE);

    static YamlText read(Path file) {
        try {
            return parse(file, TextFile.read(file, TextFile.WRITTEN_BY_HAND));
        } catch (NoSuchFileException e) {
            throw new AuthorException("no such file: " + Problems.display(file), e);
        } catch (IOException e) {
            throw new AuthorException(Problems.display(file) + " cannot be read: " + FileReason.of(e), e);
        }
    }

    /** @throws AuthorException when the text is invalid YAML, repeats a key, or uses a custom tag */
    static YamlText parse(Path file, String text) {
        Problems problems = new Problems(file, text);
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        try {
            Node root = new Yaml(options).compose(new StringReader(text));
            Optional<Node> node = Optional.ofNullable(root);
            node.ifPresent(top -> refuseOddities(
                    top,
                    problems,
                    Collections.newSetFromMap(new IdentityHashMap<>()),
                    Collections.newSetFromMap(new IdentityHashMap<>())));
            problems.throwIfAny();
            node.ifPresent(top -> refuseManyCopies(top, problems, new IdentityHashMap<>()));
            problems.throwIfAny();
            return new YamlText(node, problems);
        } catch (MarkedYAMLException e) {
            String context = e.getContext() == null ? "" : e.getContext() + ": ";
            problems.add(e.getProblemMark(), 1, "not YAML: " + context + e.getProblem(), Optional.empty());
            problems.throwIfAny();
            throw e;
        } catch (YAMLException e) {
            throw new AuthorException(
                    Problems.display(file) + ": not YAML: "
                            + e.getMessage().lines().findFirst().orElse(""),
                    e);
        }
    }

    /** Rejects type tags, duplicate keys, and recursive anchors. */
    private static void refuseOddities(Node node, Problems problems, Set<Node> above, Set<Node> seen) {
        if (!STANDARD.contains(node.getTag())) {
            problems.add(node, "tags are not allowed: values are texts, numbers, true or false, lists and maps");
            return;
        }
        if (!above.add(node)) {
            problems.add(node, "this anchor contains itself");
            return;
        }
        if (!seen.add(node)) {
            above.remove(node);
            return; // an alias of a node that was already checked
        }
        if (node instanceof MappingNode map) {
            Set<String> keys = new HashSet<>();
            for (NodeTuple entry : map.getValue()) {
                if (!keys.add(YamlValue.text(entry.getKeyNode()))) {
                    problems.add(entry.getKeyNode(), "'" + YamlValue.text(entry.getKeyNode()) + "' is declared twice");
                }
                refuseOddities(entry.getValueNode(), problems, above, seen);
            }
        } else if (node instanceof SequenceNode list) {
            list.getValue().forEach(member -> refuseOddities(member, problems, above, seen));
        } else if (YamlValue.text(node).codePoints().anyMatch(YamlText::isHalf)) {
            problems.add(node, "this text holds half of a character, which no file or program can take");
        }
        above.remove(node);
    }

    private static boolean isHalf(int point) {
        return Character.getType(point) == Character.SURROGATE;
    }

    /**
     * Rejects nested aliases that expand to too many values.
     *
     * @param sizes of the nodes counted so far, each once
     * @return the number of values in the node with its aliases expanded
     */
    private static long refuseManyCopies(Node node, Problems problems, Map<Node, Long> sizes) {
        Long known = sizes.get(node);
        if (known != null) {
            return known;
        }
        long size = 1;
        if (node instanceof MappingNode map) {
            for (NodeTuple entry : map.getValue()) {
                size += refuseManyCopies(entry.getKeyNode(), problems, sizes);
                size += refuseManyCopies(entry.getValueNode(), problems, sizes);
            }
        } else if (node instanceof SequenceNode list) {
            for (Node member : list.getValue()) {
                size += refuseManyCopies(member, problems, sizes);
            }
        }
        if (size > MOST_VALUES) {
            problems.add(node, "the aliases here expand to more than " + MOST_VALUES + " values");
            size = 1; // already reported
        }
        sizes.put(node, size);
        return size;
    }
}
