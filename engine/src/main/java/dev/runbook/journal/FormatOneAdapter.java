package dev.runbook.journal;

import dev.runbook.value.StepPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Converts records of format 1, which were flat and recorded many decisions only in texts for people, to the present
 * form. No other code reads a decision from a text. A journal may have records of both formats: a run of an older
 * engine that this one continued.
 */
final class FormatOneAdapter {
    /** The member with the kind of the event, which distinguishes a record of format 1 from later ones. */
    static final String KIND = "event";

    private static final Map<String, String> RENAMED = Map.of(
            "NoticeSent", "MessageSent",
            "TakingBack", "UndosStarted",
            "SignalReceived", "StopRequested");

    private static final Map<String, UnaryOperator<Map<String, Object>>> CHANGED = Map.ofEntries(
            Map.entry("RunStarted", FormatOneAdapter::runStarted),
            Map.entry("ClockStarted", FormatOneAdapter::clockStarted),
            Map.entry("ClockStopped", FormatOneAdapter::clockStopped),
            Map.entry("ClockGap", gap -> renamed(gap, "away", "inDowntime")),
            Map.entry("GroupFinished", FormatOneAdapter::groupFinished),
            Map.entry("StepStarted", step -> renamed(step, "shown", "command")),
            Map.entry("AttemptFinished", FormatOneAdapter::attemptFinished),
            Map.entry("StepFinished", FormatOneAdapter::stepFinished),
            Map.entry("FailedInside", inside -> trace(inside)),
            Map.entry("HandlerStarted", FormatOneAdapter::ending),
            Map.entry("HandlerFinished", FormatOneAdapter::handlerFinished),
            Map.entry("FollowStarted", FormatOneAdapter::followStarted),
            Map.entry("FollowFinished", follow -> renamed(follow, "result", "status")),
            Map.entry("NoticeSent", FormatOneAdapter::noticeSent),
            Map.entry("RecoveryPointMeasured", point -> replaced(point, "loss", loss(point.get("loss")))),
            Map.entry("Noted", FormatOneAdapter::noted),
            Map.entry("SignalReceived", FormatOneAdapter::signalReceived),
            Map.entry("Resumed", FormatOneAdapter::resumed),
            Map.entry(
                    "FailurePaths",
                    paths -> replaced(paths, "paths", each(paths.get("paths"), FormatOneAdapter::failurePath))),
            Map.entry("RunFinished", FormatOneAdapter::runFinished));

    private FormatOneAdapter() {}

    static boolean isOne(Map<?, ?> record) {
        return record.get(KIND) instanceof String;
    }

    /** Returns the record as this engine writes it. */
    static Map<?, ?> current(Map<?, ?> record) {
        String kind = text(record.get(KIND));
        Map<String, Object> current =
                CHANGED.getOrDefault(kind, UnaryOperator.identity()).apply(copy(record));
        current.put(EventCodec.KIND, RENAMED.getOrDefault(kind, kind));
        return current;
    }

    private static Map<String, Object> runStarted(Map<String, Object> run) {
        List<Object> plan = plan(run);
        Map<String, Object> selection = selection(copy(run.get("leftOut")), plan);
        Map<String, Object> runbook = part(run, "runbook", "description", "owner", "file");
        run.put("runbook", renamed(runbook, "runbook", "id"));
        Map<String, Object> environment = part(run, "environment", "production", "environmentFile");
        run.put("environment", renamed(renamed(environment, "environment", "name"), "environmentFile", "file"));
        run.put("engine", part(run, "who", "host", "pid", "versions"));
        run.put("targets", part(run, "rtoMs", "rtoLimitMs", "rpoMs"));
        run.put("selection", selection);
        run.put("plan", plan);
        return run;
    }

    private static List<Object> plan(Map<String, Object> of) {
        return each(of.get("plan"), step -> renamed(step, "shown", "command"));
    }

    /** @param leftOut why each step was omitted: {@code before --from 'B'}, {@code not among --only} */
    private static Map<String, Object> selection(Map<String, Object> leftOut, List<Object> plan) {
        Map<String, Object> selection = new LinkedHashMap<>();
        String why = leftOut.values().stream().findFirst().map(String::valueOf).orElse("");
        boolean from = why.startsWith("before ");
        selection.put("kind", leftOut.isEmpty() ? "whole" : from ? "from" : "only");
        selection.put("leftOut", new ArrayList<>(leftOut.keySet()));
        if (from) {
            selection.put("named", List.of(why.substring(why.indexOf('\'') + 1, why.lastIndexOf('\''))));
        } else if (!leftOut.isEmpty()) {
            selection.put(
                    "named",
                    plan.stream()
                            .map(step -> copy(step))
                            .filter(step -> chosen(step, leftOut))
                            .map(step -> step.get("step"))
                            .toList());
        }
        return selection;
    }

    private static boolean chosen(Map<String, Object> step, Map<String, Object> leftOut) {
        String path = text(step.get("step"));
        String action = text(step.get("action"));
        return !leftOut.containsKey(path)
                && !action.equals("notify")
                && !path.contains(StepPath.SEPARATOR)
                && (!action.isEmpty() || "forEach".equals(step.get("kind")));
    }

    private static Map<String, Object> clockStarted(Map<String, Object> clock) {
        String why = text(clock.get("why"));
        boolean since = why.startsWith("since ");
        clock.put("reason", since ? "outageBegan" : why.equals("startClock()") ? "startClock" : "runStarted");
        if (since && text(clock.get("began")).isEmpty()) {
            clock.put("began", why.substring("since ".length()));
        }
        return clock;
    }

    private static Map<String, Object> clockStopped(Map<String, Object> clock) {
        return replaced(clock, "reason", "stopClock()".equals(clock.get("why")) ? "stopClock" : "lastStepEnded");
    }

    private static Map<String, Object> groupFinished(Map<String, Object> group) {
        Map<String, Object> counts = part(group, "ok", "members", "skipped", "ignored");
        String[] quorum = text(group.get("quorum")).split(" of ");
        if (quorum.length == 2) {
            counts.put("needed", Integer.valueOf(quorum[0]));
            counts.put("quorumOf", Integer.valueOf(quorum[1]));
        }
        return replaced(group, "members", counts);
    }

    private static Map<String, Object> attemptFinished(Map<String, Object> attempt) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("complete", attempt.get("values"));
        values.put("notKept", attempt.get("notKept"));
        Map<String, Object> output = new LinkedHashMap<>();
        output.put("bytes", attempt.get("outputBytes"));
        output.put("droppedBytes", attempt.get("droppedBytes"));
        output.put("lastLines", attempt.get("lastLines"));
        output.put("hash", attempt.get("outputHash"));
        return replaced(replaced(attempt, "values", values), "output", output);
    }

    private static Map<String, Object> stepFinished(Map<String, Object> step) {
        return replaced(step, "by", step.containsKey("by") ? word(step.get("by")) : by(text(step.get("cause"))));
    }

    private static String by(String cause) {
        if (cause.equals("taken as done by the operator")) {
            return "operator";
        }
        if (cause.equals("its probe says it was already done")) {
            return "probe";
        }
        if (cause.startsWith("its probe gave no answer")) {
            return "unansweredProbe";
        }
        return cause.startsWith("the run goes on without it") ? "changedRunbook" : "itself";
    }

    private static Map<String, Object> ending(Map<String, Object> handler) {
        String[] words = text(handler.get("ending")).split(" ", 2);
        Map<String, Object> ending = new LinkedHashMap<>();
        ending.put("kind", words[0].isEmpty() ? "stop" : words[0]);
        ending.put("runbook", words.length == 2 ? words[1] : "");
        return replaced(handler, "ending", ending);
    }

    private static Map<String, Object> handlerFinished(Map<String, Object> handler) {
        String result = text(handler.get("result"));
        String failed = "failed: ";
        handler.put("result", result.equals("ok") ? "ok" : result.equals("stopped") ? "cancelled" : "failed");
        handler.put("cause", result.startsWith(failed) ? result.substring(failed.length()) : "");
        return ending(handler);
    }

    private static Map<String, Object> followStarted(Map<String, Object> follow) {
        Map<String, Object> targets = part(follow, "rtoMs", "rpoMs");
        return replaced(replaced(follow, "plan", plan(follow)), "targets", targets);
    }

    private static Map<String, Object> noticeSent(Map<String, Object> notice) {
        String when = text(notice.get("when"));
        return replaced(notice, "trigger", when.isEmpty() ? "place" : when);
    }

    private static Map<String, Object> noted(Map<String, Object> note) {
        String kind = text(note.get("kind"));
        String text = text(note.get("text"));
        int end = text.lastIndexOf(": ");
        if (kind.equals("injected") && end >= 0) {
            note.put("step", text.substring(0, end));
            note.put("text", text.substring(end + 2));
        }
        return replaced(
                note, "kind", kind.equals("not met") ? "notReached" : kind.equals("taken back") ? "undone" : kind);
    }

    private static Map<String, Object> signalReceived(Map<String, Object> stop) {
        String signal = text(stop.get("signal"));
        String source = signal.equals("abort") ? "abort" : signal.equals("give way") ? "yield" : "signal";
        stop.put("signal", source.equals("signal") ? signal : "");
        stop.put("source", source);
        return renamed(stop, "what", "text");
    }

    private static Map<String, Object> resumed(Map<String, Object> resume) {
        List<Object> decisions = new ArrayList<>();
        copy(resume.get("decisions"))
                .forEach((step, decision) -> decisions.add(Map.of("step", step, "decision", decision)));
        resume.put("decisions", decisions);
        resume.put("engine", part(resume, "who", "host", "pid", "versions"));
        resume.put("after", word(resume.get("after")));
        return renamed(resume, "awayMs", "downtimeMs");
    }

    private static Map<String, Object> failurePath(Map<String, Object> path) {
        return replaced(
                path, "last", text(path.get("run")).isEmpty() ? null : part(path, "run", "at", "mode", "edited"));
    }

    private static Map<String, Object> runFinished(Map<String, Object> end) {
        end.put("verdicts", each(end.get("verdicts"), FormatOneAdapter::verdict));
        return trace(renamed(end, "notTakenBack", "notUndone"));
    }

    private static Map<String, Object> verdict(Map<String, Object> verdict) {
        String[] promise = text(verdict.get("promise")).split(" of ", 2);
        verdict.put("objective", promise[0].equals("RTO limit") ? "rtoLimit" : promise[0].toLowerCase(Locale.ROOT));
        verdict.put("runbook", promise.length == 2 ? promise[1] : "");
        String was = text(verdict.get("verdict"));
        verdict.put("verdict", was.equals("kept") ? "met" : was.equals("broken") ? "missed" : was);
        verdict.put("loss", loss(verdict.get("loss")));
        return renamed(verdict, "promisedMs", "targetMs");
    }

    private static Map<String, Object> trace(Map<String, Object> event) {
        Map<String, Object> trace = copy(event.get("trace"));
        return replaced(event, "trace", replaced(trace, "barrier", word(trace.get("barrier"))));
    }

    private static Map<String, Object> loss(Object value) {
        Map<String, Object> loss = copy(value);
        List.of("missing", "source", "end").forEach(name -> loss.put(name, word(loss.get(name))));
        return loss;
    }

    /** Returns the word of an enum that was written by its name: {@code unansweredProbe}. */
    private static String word(Object name) {
        StringBuilder word = new StringBuilder();
        for (String part : text(name).toLowerCase(Locale.ROOT).split("_")) {
            word.append(
                    word.isEmpty() || part.isEmpty()
                            ? part
                            : part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1));
        }
        return word.toString();
    }

    private static Map<String, Object> part(Map<String, Object> of, String... names) {
        Map<String, Object> part = new LinkedHashMap<>();
        for (String name : names) {
            part.put(name, of.get(name));
        }
        return part;
    }

    private static Map<String, Object> renamed(Map<String, Object> map, String from, String to) {
        return replaced(map, to, map.get(from));
    }

    private static Map<String, Object> replaced(Map<String, Object> map, String name, Object value) {
        map.put(name, value);
        return map;
    }

    private static List<Object> each(Object list, UnaryOperator<Map<String, Object>> change) {
        return list instanceof List<?> all
                ? new ArrayList<>(
                        all.stream().map(one -> change.apply(copy(one))).toList())
                : List.of();
    }

    private static Map<String, Object> copy(Object map) {
        Map<String, Object> copy = new LinkedHashMap<>();
        if (map instanceof Map<?, ?> all) {
            all.forEach((name, value) -> copy.put(String.valueOf(name), value));
        }
        return copy;
    }

    private static String text(Object value) {
        return value == null ? "" : String.valueOf(value);
    }
}
