package dev.runbook.run;

import dev.runbook.AuthorException;
import dev.runbook.environment.EnvironmentText;
import dev.runbook.journal.Entry;
import dev.runbook.journal.TextHash;
import dev.runbook.journal.event.Resumed;
import dev.runbook.journal.event.RunStarted;
import dev.runbook.model.RunModel;
import dev.runbook.model.RunObserver;
import dev.runbook.notify.Templates;
import dev.runbook.plan.Message;
import dev.runbook.plan.Plan;
import dev.runbook.plan.Stakeholders;
import dev.runbook.text.TextFile;
import dev.runbook.value.FileReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The files a run uses: its runbook, those it may follow, their templates and scripts, and the environment.
 *
 * @param texts by the names of their copies; paths are relative to the runbook folder
 */
record RunInputs(Map<String, String> texts) {
    /** The name of the copy of the environment. */
    static final String ENVIRONMENT = "environment.json";

    /** Collects the files; a missing file is reported by the step or message that needs it. */
    static RunInputs of(RunRequest request) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Plan plan : request.runbook().plan().withOthers().toList()) {
            texts.put(plan.id() + ".groovy", plan.text());
            plan.stakeholders().stream()
                    .flatMap(Stakeholders::withOthers)
                    .forEach(file -> texts.put(file.id() + ".groovy", file.text()));
            plan.everyMessage()
                    .flatMap(Message::files)
                    .flatMap(template -> Templates.files(template).stream())
                    .forEach(file -> add(texts, plan, file));
            plan.everyAction().flatMap(action -> action.files().stream()).forEach(file -> add(texts, plan, file));
        }
        texts.put(ENVIRONMENT, EnvironmentText.of(request.environment()));
        return new RunInputs(texts);
    }

    /** Returns the hashes by name, in hex. */
    Map<String, String> hashes() {
        Map<String, String> hashes = new LinkedHashMap<>();
        texts.forEach((name, text) -> hashes.put(name, TextHash.of(text)));
        return hashes;
    }

    /**
     * Returns the hashes of the files that differ from those the run has used so far; empty for a file that no longer
     * exists.
     */
    Map<String, String> changedSince(List<Entry> entries) {
        Map<String, String> before = new LinkedHashMap<>();
        RunModel.replay(entries, new RunObserver() {
            @Override
            public void runStarted(RunStarted run) {
                before.putAll(run.files());
            }

            @Override
            public void resumed(Resumed resume) {
                before.putAll(resume.changed());
            }
        });
        Map<String, String> now = hashes();
        Set<String> names = new LinkedHashSet<>(now.keySet());
        names.addAll(before.keySet());
        Map<String, String> changed = new LinkedHashMap<>();
        for (String name : names) {
            String hash = now.getOrDefault(name, "");
            if (!hash.equals(before.getOrDefault(name, ""))) {
                changed.put(name, hash);
            }
        }
        return changed;
    }

    /** Returns only the files with these names, as far as they exist. */
    RunInputs only(Set<String> names) {
        Map<String, String> some = new LinkedHashMap<>(texts);
        some.keySet().retainAll(names);
        return new RunInputs(some);
    }

    private static void add(Map<String, String> texts, Plan plan, Path file) {
        if (Files.isRegularFile(file)) {
            texts.put(name(plan, file), text(file));
        }
    }

    /**
     * Returns the path of the file relative to the folder of all runbooks; for a file outside that folder,
     * {@code elsewhere} and its absolute path.
     */
    private static String name(Plan plan, Path file) {
        Path folder = plan.file().toAbsolutePath().normalize().getParent();
        Path whole = file.toAbsolutePath().normalize();
        Path name = Path.of(plan.id()).resolveSibling(folder.relativize(whole)).normalize();
        return name.startsWith("..") ? "elsewhere" + whole : name.toString();
    }

    private static String text(Path file) {
        try {
            return TextFile.read(file, TextFile.SCRIPT);
        } catch (IOException unreadable) {
            throw new AuthorException("cannot read " + file + ": " + FileReason.of(unreadable), unreadable);
        }
    }
}
