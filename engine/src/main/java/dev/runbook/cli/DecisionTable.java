package dev.runbook.cli;

import dev.runbook.terminal.ColorPalette;
import dev.runbook.terminal.TerminalSanitizer;
import dev.runbook.terminal.TerminalText;
import dev.runbook.time.TimeText;
import dev.runbook.trigger.Approval;
import dev.runbook.trigger.Decision;
import dev.runbook.trigger.FollowUp;
import dev.runbook.trigger.Judgement;
import dev.runbook.trigger.Measurement;
import dev.runbook.trigger.Sample;
import dev.runbook.trigger.Score;
import dev.runbook.trigger.Start;
import dev.runbook.trigger.Trigger;
import dev.runbook.trigger.TriggerSet;
import dev.runbook.value.EnumWord;
import dev.runbook.watch.FollowUpDecision;
import dev.runbook.watch.TriggerWatch;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Formats an evaluation for one screen or for programs: what was measured, what it adds up to, what follows. */
final class DecisionTable {
    private static final int SHORTEST_NAME = 34;
    private static final int SEVERITY = 10;

    private final TriggerWatch watch;
    private final String environment;
    private final int columns;
    /** The width of the column of names: all of the longest one, as far as a third of the screen is enough. */
    private final int names;

    private final ColorPalette palette;
    private final List<String> lines = new ArrayList<>();

    DecisionTable(TriggerWatch watch, String environment, int columns, ColorPalette palette) {
        this.watch = watch;
        this.environment = environment;
        this.columns = columns;
        this.names = Math.max(SHORTEST_NAME, Math.min(longestName(watch) + 2, columns / 3));
        this.palette = palette;
    }

    private static int longestName(TriggerWatch watch) {
        TriggerSet set = watch.set();
        return Stream.of(
                        set.everyMeasurement().map(Measurement::name),
                        set.scores().stream().map(Score::name),
                        set.triggers().stream().map(Trigger::name),
                        set.followUps().stream().map(FollowUp::name))
                .flatMap(names -> names)
                .mapToInt(String::length)
                .max()
                .orElse(0);
    }

    /** Returns the table, without the last line break. */
    String text() {
        lines.add(palette.strong(line(watch.set().id() + " in " + environment)));
        List<Measurement> measurements = watch.set().everyMeasurement().toList();
        if (!measurements.isEmpty()) {
            lines.add("");
            lines.add(palette.faint("measured"));
            measurements.forEach(this::measurement);
        }
        if (!watch.set().scores().isEmpty()) {
            lines.add("");
            lines.add(palette.faint("scores"));
            watch.set().scores().forEach(this::score);
        }
        if (!watch.set().triggers().isEmpty()) {
            lines.add("");
            lines.add(palette.faint("triggers"));
            watch.decisions().forEach(this::decision);
        }
        if (!watch.set().followUps().isEmpty()) {
            lines.add("");
            lines.add(palette.faint("after runs"));
            watch.set().followUps().forEach(this::followUp);
        }
        lines.add("");
        lines.add(conclusion());
        return String.join("\n", lines);
    }

    private void measurement(Measurement measurement) {
        Sample sample = watch.judge().sample(measurement.name()).orElseThrow();
        String value = line(sample.shown());
        lines.add("  " + TerminalText.pad(name(measurement.name()), names)
                + (sample.good() ? value : palette.warning(value)));
        if (!sample.cause().isEmpty() && !sample.cause().equals(sample.shown())) {
            lines.add(palette.faint(TerminalText.cut("    " + line(sample.cause()), columns)));
        }
    }

    private void score(Score score) {
        lines.add("  " + TerminalText.pad(name(score.name()), names)
                + line(watch.judge().values().shown(score.name())));
    }

    private void decision(Decision decision) {
        Trigger trigger = decision.trigger();
        lines.add("  " + TerminalText.pad(name(trigger.name()), names)
                + TerminalText.pad(trigger.severity().word(), SEVERITY) + state(decision));
        String conditions = String.join("; ", trigger.when().texts());
        String window = trigger.window().describe();
        lines.add(palette.faint(
                TerminalText.cut("    " + line(conditions) + (window.isEmpty() ? "" : ", " + window), columns)));
        String effect = effect(decision);
        if (!effect.isEmpty()) {
            lines.add(TerminalText.cut("    " + effect, columns));
        }
    }

    private void followUp(FollowUp followUp) {
        String after = followUp.after().stream()
                .map(one -> TimeText.of(one.time()) + " after " + one.runbook())
                .collect(Collectors.joining(", "));
        lines.add("  " + TerminalText.cut(TerminalText.pad(name(followUp.name()), names) + line(after), columns - 2));
        watch.followUps().stream()
                .filter(decision -> decision.followUp().equals(followUp))
                .forEach(decision -> lines.add(TerminalText.cut("    " + ended(decision), columns)));
    }

    private String ended(FollowUpDecision decision) {
        String run = line(decision.run().run()) + ": ";
        String due = decision.dueAt().truncatedTo(ChronoUnit.SECONDS).toString();
        return run
                + switch (decision.effect()) {
                    case WAITS -> "due " + due;
                    case DISABLED -> palette.warning("turned off in this environment");
                    case LOCKED -> palette.warning("nothing starts: " + line(decision.reason()));
                    case STARTS ->
                        palette.strong("→ " + line(effect(decision.followUp().start())));
                };
    }

    private static String effect(Start start) {
        return start.approval()
                .map(asked -> "asks " + asked.role() + " to start " + start.runbook() + ", within "
                        + TimeText.of(asked.within()))
                .orElseGet(() -> "starts " + start.runbook());
    }

    private String state(Decision decision) {
        if (decision.judgement() == Judgement.NO_DATA) {
            return palette.warning("no data")
                    + decision.state()
                            .noDataFor(Instant.ofEpochMilli(watch.decidedAt()))
                            .filter(time -> time.toSeconds() > 0)
                            .map(time -> " for " + TimeText.of(time))
                            .orElse("");
        }
        if (decision.judgement() == Judgement.GOOD) {
            return palette.good("good");
        }
        return palette.bad("bad")
                + (decision.state().badFor().isZero()
                        ? ""
                        : " for " + TimeText.of(decision.state().badFor()) + ", "
                                + decision.state().bad() + " samples");
    }

    private String effect(Decision decision) {
        return switch (decision.effect()) {
            case NONE, NO_DATA -> "";
            case WINDOW_OPEN -> "not for long enough yet";
            case FIRED_BEFORE -> "has fired; fires again only after a good sample";
            case DISABLED -> palette.warning("turned off in this environment");
            case COOLDOWN ->
                palette.warning("nothing starts for another " + decision.reason() + ", after the last start");
            case LOCKED -> palette.warning("nothing starts: " + line(decision.reason()));
            case COVERED -> "covered by '" + line(decision.reason()) + "'";
            case TELLS ->
                "→ message to " + line(String.join(", ", decision.trigger().channels()));
            case ASKS, STARTS ->
                "→ " + palette.strong(line(effect(decision.trigger().start().orElseThrow())));
        };
    }

    private String conclusion() {
        List<Decision> acting =
                watch.decisions().stream().filter(Decision::acts).toList();
        List<FollowUpDecision> following =
                watch.followUps().stream().filter(FollowUpDecision::starts).toList();
        if (acting.isEmpty() && following.isEmpty()) {
            long waiting = watch.decisions().stream()
                    .filter(decision -> decision.effect() == Decision.Effect.WINDOW_OPEN)
                    .count();
            return "nothing follows"
                    + (waiting == 0
                            ? ""
                            : "; " + waiting + (waiting == 1 ? " trigger is" : " triggers are")
                                    + " bad, but not for long enough yet");
        }
        List<String> follows = new ArrayList<>();
        acting.stream()
                .filter(decision -> decision.effect() == Decision.Effect.STARTS)
                .forEach(decision -> follows.add("start of " + line(runbook(decision.trigger()))));
        acting.stream()
                .filter(decision -> decision.effect() == Decision.Effect.ASKS)
                .forEach(decision -> follows.add("question to " + line(role(decision.trigger()))));
        following.forEach(decision ->
                follows.add("start of " + line(decision.followUp().start().runbook()) + " after "
                        + line(decision.run().run())));
        long channels = Stream.concat(
                        acting.stream().flatMap(decision -> decision.trigger().channels().stream()),
                        following.stream().flatMap(decision -> decision.followUp().channels().stream()))
                .distinct()
                .count();
        if (channels > 0) {
            follows.add("messages to " + channels + (channels == 1 ? " channel" : " channels"));
        }
        return palette.strong("follows: " + String.join(", ", follows));
    }

    private static String runbook(Trigger trigger) {
        return trigger.start().map(Start::runbook).orElse("");
    }

    private static String role(Trigger trigger) {
        return trigger.start().flatMap(Start::approval).map(Approval::role).orElse("");
    }

    private String name(String name) {
        return TerminalText.cut(line(name), names - 2);
    }

    private static String line(String text) {
        return TerminalSanitizer.line(text);
    }

    /** Returns the evaluation for programs. */
    Map<String, Object> data() {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("triggers", watch.set().id());
        data.put("environment", environment);
        data.put("measurements", watch.set().everyMeasurement().map(this::data).toList());
        data.put("scores", watch.set().scores().stream().map(this::data).toList());
        data.put(
                "decisions", watch.decisions().stream().map(DecisionTable::data).toList());
        data.put(
                "followUps", watch.followUps().stream().map(DecisionTable::data).toList());
        return data;
    }

    private Map<String, Object> data(Measurement measurement) {
        Sample sample = watch.judge().sample(measurement.name()).orElseThrow();
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("name", measurement.name());
        data.put("at", sample.at().toString());
        data.put("value", sample.shown());
        data.put("ok", sample.good());
        data.put("cause", sample.cause().isEmpty() ? null : sample.cause());
        return data;
    }

    private Map<String, Object> data(Score score) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("name", score.name());
        data.put("value", watch.judge().values().shown(score.name()));
        return data;
    }

    private static Map<String, Object> data(FollowUpDecision decision) {
        Start start = decision.followUp().start();
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("trigger", decision.followUp().name());
        data.put("run", decision.run().run());
        data.put("endedRunbook", decision.run().runbook());
        data.put("dueAt", decision.dueAt().toString());
        data.put("effect", EnumWord.of(decision.effect()));
        data.put("reason", decision.reason().isEmpty() ? null : decision.reason());
        data.put("runbook", start.runbook());
        data.put("asks", start.approval().map(Approval::role).orElse(null));
        data.put("channels", decision.followUp().channels());
        return data;
    }

    private static Map<String, Object> data(Decision decision) {
        Trigger trigger = decision.trigger();
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("trigger", trigger.name());
        data.put("severity", trigger.severity().word());
        data.put("conditions", trigger.when().texts());
        data.put("judgement", EnumWord.of(decision.judgement()));
        data.put("badForMs", decision.state().badFor().toMillis());
        data.put("badSamples", decision.state().bad());
        data.put("effect", EnumWord.of(decision.effect()));
        data.put("reason", decision.reason().isEmpty() ? null : decision.reason());
        data.put("runbook", trigger.start().map(Start::runbook).orElse(null));
        data.put(
                "asks",
                trigger.start().flatMap(Start::approval).map(Approval::role).orElse(null));
        data.put("channels", trigger.channels());
        return data;
    }
}
