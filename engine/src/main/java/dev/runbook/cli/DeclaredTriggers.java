package dev.runbook.cli;

import dev.runbook.AuthorException;
import dev.runbook.environment.DeclaredDrills;
import dev.runbook.environment.ExpectedTrigger;
import dev.runbook.environment.TriggerScenario;
import dev.runbook.environment.UndrilledTrigger;
import dev.runbook.trigger.FollowUp;
import dev.runbook.trigger.Start;
import dev.runbook.trigger.Trigger;
import dev.runbook.trigger.TriggerSet;
import dev.runbook.value.Suggestion;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The triggers of a folder, by the names that its {@code drills.yaml} uses. */
final class DeclaredTriggers {
    private final List<Declared> all;

    /** @param sets of all files of the folder */
    DeclaredTriggers(List<TriggerSet> sets) {
        this.all = sets.stream()
                .flatMap(set -> Stream.concat(
                        set.triggers().stream()
                                .map(trigger -> new Declared(set, Optional.of(trigger), Optional.empty())),
                        set.followUps().stream()
                                .map(followUp -> new Declared(set, Optional.empty(), Optional.of(followUp)))))
                .toList();
    }

    /**
     * A trigger of a file: one that samples decide, or one that follows ended runs.
     *
     * @param set what the file declares
     */
    record Declared(TriggerSet set, Optional<Trigger> sampled, Optional<FollowUp> followUp) {
        String name() {
            return sampled.map(Trigger::name)
                    .orElseGet(() -> followUp.orElseThrow().name());
        }

        boolean enabled() {
            return sampled.map(Trigger::enabled)
                    .orElseGet(() -> followUp.orElseThrow().enabled());
        }

        Optional<Start> start() {
            return sampled.map(Trigger::start).orElseGet(() -> followUp.map(FollowUp::start));
        }

        TriggerVerdict.Effect effect() {
            return new TriggerVerdict.Effect(
                    start().map(Start::runbook).orElse(""),
                    start().flatMap(Start::approval)
                            .map(approval -> approval.role())
                            .orElse(""),
                    sampled.map(Trigger::channels)
                            .orElseGet(() -> followUp.orElseThrow().channels()));
        }
    }

    /** Returns the triggers that are turned on in the environment. */
    List<Declared> enabled() {
        return all.stream().filter(Declared::enabled).toList();
    }

    /**
     * Compares a declaration with the triggers.
     *
     * @throws AuthorException at the first trigger that does not exist, is turned off, or does something else
     */
    void check(DeclaredDrills drills) {
        drills.notDrilled().forEach(this::find);
        drills.triggers().forEach(this::check);
    }

    private void check(TriggerScenario scenario) {
        List<FollowUp> followUps = scenario.expected().stream()
                .flatMap(one -> find(one).followUp().stream())
                .toList();
        boolean mixed = followUps.size() < scenario.expected().size();
        if (!followUps.isEmpty() && (mixed || !scenario.faults().isEmpty())) {
            throw new AuthorException(scenario.at()
                    + ": triggers that follow ended runs need nothing broken: declare their drill separately");
        }
        if (followUps.isEmpty() && !scenario.after().isEmpty()) {
            throw new AuthorException(scenario.at()
                    + ": 'after' is for triggers that follow ended runs, and these are decided by samples");
        }
        List<String> followed = followUps.stream()
                .flatMap(followUp -> followUp.after().stream())
                .map(FollowUp.After::runbook)
                .toList();
        scenario.after().stream()
                .filter(runbook -> !followed.contains(runbook))
                .findFirst()
                .ifPresent(runbook -> {
                    throw new AuthorException(scenario.at() + ": no trigger of this drill follows '" + runbook + "'"
                            + Suggestion.didYouMean(runbook, followed)
                                    .map(hint -> ", " + hint)
                                    .orElse(""));
                });
    }

    Declared find(UndrilledTrigger named) {
        return find(named.name(), named.in(), named.at());
    }

    /** @throws AuthorException when there is no such trigger, it is turned off, or it does something else */
    Declared find(ExpectedTrigger expected) {
        Declared found = find(expected.name(), expected.in(), expected.at());
        if (!found.enabled()) {
            throw new AuthorException(expected.at() + ": trigger '" + expected.name()
                    + "' is turned off in this environment, so it cannot fire");
        }
        TriggerVerdict.Effect effect = found.effect();
        boolean same = effect.starts().equals(expected.starts().orElse(""))
                && effect.asks().equals(expected.asks().orElse(""))
                && Set.copyOf(effect.tells()).containsAll(expected.tells());
        if (!same) {
            throw new AuthorException(expected.at() + ": trigger '" + expected.name() + "' " + effect.describe()
                    + ", which is not what the drill expects: "
                    + new TriggerVerdict.Effect(
                                    expected.starts().orElse(""),
                                    expected.asks().orElse(""),
                                    expected.tells())
                            .describe());
        }
        return found;
    }

    private Declared find(String name, Optional<String> in, String at) {
        List<Declared> named = all.stream()
                .filter(one -> one.name().equals(name)
                        && in.filter(file -> !one.set().id().equals(file)).isEmpty())
                .toList();
        if (named.size() == 1) {
            return named.get(0);
        }
        if (named.isEmpty()) {
            throw new AuthorException(at + ": there is no trigger '" + name + "'"
                    + in.map(file -> " in " + file).orElse("") + cure(name, in));
        }
        throw new AuthorException(at + ": several files have a trigger '" + name + "'; say which with 'in': "
                + String.join(", ", named.stream().map(one -> one.set().id()).toList()));
    }

    private String cure(String name, Optional<String> in) {
        Set<String> files = new LinkedHashSet<>();
        List<String> names = new ArrayList<>();
        all.forEach(one -> {
            files.add(one.set().id());
            names.add(one.name());
        });
        if (in.isPresent() && !files.contains(in.get())) {
            return ", which has no triggers; files with triggers: " + String.join(", ", files);
        }
        return Suggestion.didYouMean(name, names)
                .map(hint -> ", " + hint)
                .orElse("; the triggers are in " + String.join(", ", files));
    }
}
