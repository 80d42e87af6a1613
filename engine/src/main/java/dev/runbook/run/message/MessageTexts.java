package dev.runbook.run.message;

import dev.runbook.AuthorException;
import dev.runbook.environment.Masker;
import dev.runbook.journal.event.RunStatus;
import dev.runbook.model.RunModel;
import dev.runbook.plan.Message;
import dev.runbook.run.state.RunState;
import dev.runbook.value.EnumWord;
import dev.runbook.value.Template;
import dev.runbook.value.Unknown;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Renders message texts: the author's own words, or a template file beside the runbook. The text is masked, and so is
 * the reason when there is none.
 */
public final class MessageTexts implements NoticeTexts {
    private static final String NOT_KNOWN = dev.runbook.notify.Templates.NOT_KNOWN;
    private static final String PARTIAL = "[PARTIAL]";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

    /** The facts of a run that are known before it begins. */
    private static final List<String> ABOUT = List.of("runbook", "environment", "mode", "who");

    /** The values of the run that a template may use. */
    static final List<String> RUN_NAMES = Stream.of(ABOUT, RunState.NAMES, RunFacts.NAMES)
            .flatMap(List::stream)
            .toList();

    /** Renders a template file. */
    @FunctionalInterface
    public interface Templates {
        /**
         * @param values {@code run}, {@code params}: maps of texts, or of {@link dev.runbook.notify.Templates#LINE_LEFT_OUT}
         * @throws dev.runbook.AuthorException when the file does not exist or uses an unknown value
         */
        String render(Path file, Map<String, Object> values);
    }

    private final Supplier<Masker> masker;
    private final Templates templates;
    private final Map<String, String> about;
    private final boolean partial;
    private final RunModel model;

    /**
     * @param masker of messages, asked for each
     * @param about {@code runbook}, {@code environment}, {@code mode} and {@code who}
     * @param records of the run, for the values that follow from them
     * @param partial whether only a part of the runbook is run, which every message states
     */
    public MessageTexts(
            Supplier<Masker> masker,
            Templates templates,
            Map<String, String> about,
            boolean partial,
            RunModel records) {
        this.masker = masker;
        this.templates = templates;
        this.about = about;
        this.partial = partial;
        this.model = records;
    }

    @Override
    public NoticeText of(Message message, RunState state, Optional<Instant> nextUpdate) {
        try {
            String text = message.templateFile()
                    .map(file -> templates.render(file, values(message, state, nextUpdate, UnaryOperator.identity())))
                    .orElseGet(() -> message.text().read().render(MessageTexts::told));
            Optional<String> html = message.htmlFile()
                    .map(file -> templates.render(file, values(message, state, nextUpdate, MessageTexts::inHtml)));
            return new NoticeText(
                    (partial ? PARTIAL + " " : "") + masker.get().mask(text),
                    html.map(page -> (partial ? "<p>" + PARTIAL + "</p>\n" : "")
                            + masker.get().mask(page)));
        } catch (AuthorException unreadable) {
            throw new AuthorException(masker.get().mask(unreadable.getMessage()), unreadable);
        }
    }

    /** Formats a value for people; one that the run does not know is never shown as a placeholder. */
    private static String told(Object value) {
        return value == null || value instanceof Unknown ? NOT_KNOWN : readable(value);
    }

    /**
     * Formats a value for people outside the team too: an instant as {@code 2026-01-31 12:00:00 UTC}, a time in whole
     * seconds.
     */
    static String readable(Object value) {
        if (value instanceof Duration time) {
            return time.toSeconds() == 0 ? "0s" : Template.readable(Duration.ofSeconds(time.toSeconds()));
        }
        return value instanceof Instant instant ? TIME.format(instant) : Template.readable(value);
    }

    /** Returns a status as people write it: {@code fell back}. */
    private static String status(String word) {
        return EnumWord.find(RunStatus.class, word).map(EnumWord::phrase).orElse(word);
    }

    private static String inHtml(String value) {
        return value.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private Map<String, Object> values(
            Message message, RunState state, Optional<Instant> nextUpdate, UnaryOperator<String> escape) {
        Map<String, String> run = new LinkedHashMap<>();
        ABOUT.forEach(name -> run.put(name, about.get(name)));
        for (String name : RunState.NAMES) {
            run.put(name, state.value(name).map(MessageTexts::readable).orElse(""));
        }
        run.computeIfPresent("status", (name, word) -> status(word));
        RunFacts facts = new RunFacts(model, state.elapsed());
        run.putAll(facts.values(nextUpdate));
        run.replaceAll((name, value) -> value == null || value.isEmpty() ? null : escape.apply(value));
        Map<String, Object> shown = new LinkedHashMap<>(run);
        if (state.over() || facts.recovered()) {
            shown.put("expectedEnd", dev.runbook.notify.Templates.LINE_LEFT_OUT);
        }
        if (state.over()) {
            shown.put("nextUpdate", dev.runbook.notify.Templates.LINE_LEFT_OUT);
        }
        Map<String, String> params = new LinkedHashMap<>();
        message.parameters()
                .values()
                .forEach((name, value) -> params.put(
                        name, value == null || value instanceof Unknown ? null : escape.apply(readable(value))));
        return Map.of("run", shown, "params", params);
    }
}
