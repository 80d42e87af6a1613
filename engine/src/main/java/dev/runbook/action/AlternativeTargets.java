package dev.runbook.action;

import dev.runbook.environment.Environment;
import dev.runbook.environment.Target;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * An action on one of several declared targets, as planned: a value of the run chooses the target. All alternatives are
 * checked before a run; the run performs one of them and never this specification.
 *
 * @param undecided the action with the value that chooses in place of the target, for display
 * @param alternatives the action on each of the targets
 */
public record AlternativeTargets(ActionSpec undecided, List<ActionSpec> alternatives) implements ActionSpec {
    public AlternativeTargets {
        alternatives = List.copyOf(alternatives);
    }

    @Override
    public String word() {
        return undecided.word();
    }

    @Override
    public String shown() {
        return undecided.shown();
    }

    @Override
    public List<Target> targets() {
        return alternatives.stream()
                .flatMap(one -> one.targets().stream())
                .distinct()
                .toList();
    }

    @Override
    public Action action() {
        throw new IllegalStateException("the target of '" + word() + "' is not chosen yet");
    }

    @Override
    public boolean idempotent() {
        return undecided.idempotent();
    }

    @Override
    public List<Path> files() {
        return undecided.files();
    }

    @Override
    public List<FileFinding> findings() {
        return undecided.findings();
    }

    @Override
    public List<String> missing(Environment environment) {
        return alternatives.stream()
                .flatMap(one -> one.missing(environment).stream())
                .distinct()
                .toList();
    }

    @Override
    public List<String> notes(Environment environment) {
        return alternatives.stream()
                .flatMap(one -> one.notes(environment).stream())
                .distinct()
                .toList();
    }

    @Override
    public Optional<String> exposure() {
        return alternatives.stream().flatMap(one -> one.exposure().stream()).findFirst();
    }
}
