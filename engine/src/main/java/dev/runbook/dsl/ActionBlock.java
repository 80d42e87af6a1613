package dev.runbook.dsl;

import dev.runbook.AuthorException;
import dev.runbook.action.ActionSpec;
import dev.runbook.environment.Target;
import dev.runbook.file.SourceFolder;
import dev.runbook.json.JsonWriter;
import dev.runbook.plan.Work;
import dev.runbook.value.ByteSize;
import dev.runbook.value.Truncated;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Actions: what a block does. It has exactly one action, of those below. */
public abstract class ActionBlock extends ValuesBlock {
    private static final ByteSize LEAST = ByteSize.ofKilobytes(1);

    private ActionSpec action;
    private Optional<ByteSize> keep = Optional.empty();

    ActionBlock(EvaluationContext context) {
        super(context);
    }

    /** The words of the actions that this block accepts. */
    Set<ActionWord> actionWords() {
        return EnumSet.range(ActionWord.SHELL, ActionWord.PROMETHEUS);
    }

    /** The cure shown for a block without an action. */
    String oneOfTheActions() {
        return "add one of: " + actionWords().stream().map(ActionWord::word).collect(Collectors.joining(", "));
    }

    Optional<ActionSpec> action() {
        return Optional.ofNullable(action);
    }

    Optional<Work.Perform> perform() {
        return action().map(spec -> new Work.Perform(spec, keep));
    }

    void act(ActionSpec spec) {
        if (action != null) {
            context.problem(
                    "one action only: '" + action.word() + "' is already declared here, and '" + spec.word()
                            + "' is a second",
                    "write a separate step for it");
        }
        action = spec;
        for (Target target : spec.targets()) {
            context.environmentWith(target.kind(), target.name());
        }
    }

    /**
     * Sets how much output of the action is kept for conditions, handles and loops to read. The limit applies to each
     * of {@code stdout}, {@code stderr}, {@code body}, {@code rows} and {@code messages}: 4 MB by default, 64 MB at
     * most. On several hosts it applies to each host; without this word the hosts share 32 MB.
     *
     * <p>The record of the attempt always holds the complete output. Output longer than this limit cannot be read: a
     * condition, loop or command that needs it fails, because a part would be mistaken for the whole.
     *
     * <pre>{@code
     * keep 16.megabytes
     * }</pre>
     */
    @SetOnce
    public void keep(ByteSize size) {
        if (size.bytes() < LEAST.bytes() || size.bytes() > Truncated.MOST.bytes()) {
            context.problem("keep takes " + LEAST + " to " + Truncated.MOST + ", not " + size);
        }
        keep = Optional.of(size);
    }

    final Path file(Map<String, Object> options) {
        String name = Values.option(options.get("file")).shown();
        Path runbook = context.request().file().toAbsolutePath();
        Path file = runbook.resolveSibling(name).normalize();
        try {
            SourceFolder.of(runbook).inside(file);
        } catch (AuthorException outside) {
            throw new Unreadable(outside.getMessage()); // nothing after this reads the file
        }
        if (!Files.isRegularFile(file)) {
            context.problem("there is no file " + file, "its path is relative to the runbook's folder");
        }
        return file;
    }

    /**
     * Formats a document as JSON text, inserted as one value.
     *
     * <pre>{@code
     * shell "kubectl patch service api -p ${json(spec: [selector: [version: 'blue']])}"
     * }</pre>
     */
    public Text json(Map<String, ?> document) {
        return jsonText(document);
    }

    /**
     * Formats a document from an earlier step, or a part of one, as JSON text.
     *
     * <pre>{@code
     * shell "kubectl patch service api -p ${json(probe.json.spec)}"
     * }</pre>
     */
    public Text json(Json document) {
        document.present();
        return jsonText(document);
    }

    private static Text jsonText(Object document) {
        Object plain = Values.plain(document);
        if (Values.secret(plain)) {
            throw new Unreadable("a secret cannot be a part of json(…)", "put it into ${…} by itself");
        }
        String text = JsonWriter.write(plain);
        return Values.unknown(plain) ? Text.unknown(text, () -> jsonText(document)) : Text.of(text);
    }
}
