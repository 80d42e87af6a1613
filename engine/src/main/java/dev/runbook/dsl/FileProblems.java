package dev.runbook.dsl;

import dev.runbook.plan.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Collects the mistakes that the evaluation of a file finds, each at the line in evaluation or at the places of a name.
 * Once planning has ended, a mistake ends the step whose block contains it.
 */
final class FileProblems {
    private final ReadingRequest request;
    private final Class<?> script;
    private final List<Problem> problems = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private boolean planned;

    FileProblems(ReadingRequest request, Class<?> script) {
        this.request = request;
        this.script = script;
    }

    List<Problem> all() {
        return problems;
    }

    boolean planned() {
        return planned;
    }

    void planningEnds() {
        planned = true;
    }

    /** The place of the statement in evaluation. */
    Place here() {
        return new Place(request.shownFile(), line(), 0);
    }

    private int line() {
        return StackWalker.getInstance()
                .walk(frames -> frames.filter(frame -> isScript(frame.getClassName()))
                        .findFirst()
                        .map(StackWalker.StackFrame::getLineNumber)
                        .orElse(0));
    }

    /** The line of the file at which an evaluation ended; 0 when it is not known. */
    int lineOf(Throwable fault) {
        for (StackTraceElement element : fault.getStackTrace()) {
            if (isScript(element.getClassName())) {
                return element.getLineNumber();
            }
        }
        return 0;
    }

    private boolean isScript(String className) {
        return className.startsWith(script.getName());
    }

    void add(String message, String... cures) {
        add(line(), message, List.of(cures));
    }

    /** Adds the mistake that ended the evaluation of a block. */
    void add(Throwable fault, String message, List<String> cures) {
        add(lineOf(fault), message, cures);
    }

    private void add(int line, String message, List<String> cures) {
        report(new Problem(line, 0, 0, message, cures));
    }

    /**
     * Adds a mistake with a name, at every place where the file contains the name, or else at the line in evaluation.
     */
    void addAt(String kind, String name, String message, String... cures) {
        List<NamePosition> places = places(kind, name);
        if (places.isEmpty()) {
            add(message, cures);
        }
        places.forEach(place -> report(place.problem(message, cures)));
    }

    /** Registers the name of a step or group. Names must be unique because history is keyed by them. */
    void declare(String name) {
        if (name.isBlank()) {
            add("a name is missing", "history, forecast and links use it");
        } else if (!planned && !names.add(name)) {
            addTwice(name);
        }
    }

    private void addTwice(String name) {
        List<NamePosition> places = places(NamePosition.NAME, name);
        String message = "'" + name + "' is already the name of something else";
        String cure = "history, forecast and links use the name: give each its own";
        if (places.size() < 2) {
            add(message, cure);
        }
        for (NamePosition again : places.subList(Math.min(1, places.size()), places.size())) {
            int first = places.get(0).line();
            report(again.problem(first == again.line() ? message : message + " (line " + first + ")", cure));
        }
    }

    private List<NamePosition> places(String kind, String name) {
        return request.written().stream()
                .filter(written -> written.kind().equals(kind) && written.text().equals(name))
                .toList();
    }

    private void report(Problem problem) {
        if (planned) {
            throw new Unreadable(problem.message(), problem.cures().toArray(String[]::new));
        }
        if (!problems.contains(problem)) {
            problems.add(problem);
        }
    }
}
