package dev.runbook.run.message;

import dev.runbook.AuthorException;
import dev.runbook.environment.Masker;
import dev.runbook.plan.Message;
import dev.runbook.plan.Plan;
import dev.runbook.run.state.RunState;
import dev.runbook.value.Template;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Renders message texts: the author's own words, or a template file beside the runbook. The text is masked, and so is
 * the reason when there is none.
 */
public final class MessageTexts implements NoticeTexts {
    /** The facts of a run that are known before it begins. */
    private static final List<String> ABOUT = List.of("runbook", "environment", "mode", "who");

    /** The values of the run that a template may use. */
    static final List<String> RUN_NAMES =
            Stream.concat(ABOUT.stream(), RunState.NAMES.stream()).toList();

    /** Renders a template file. */
    @FunctionalInterface
    public interface Templates {
        /**
         * @param values {@code run}, {@code params}: maps of texts
         * @throws dev.runbook.AuthorException when the file does not exist or uses an unknown value
         */
        String render(Path file, Map<String, Object> values);
    }

    private final Masker masker;
    private final Templates templates;
    private final Map<String, String> about;
    private final boolean partial;

    /**
     * @param about {@code runbook}, {@code environment}, {@code mode} and {@code who}
     * @param partial whether only a part of the runbook is run, which every message states
     */
    public MessageTexts(Masker masker, Templates templates, Map<String, String> about, boolean partial) {
        this.masker = masker;
        this.templates = templates;
        this.about = about;
        this.partial = partial;
    }

    @Override
    public String of(Message message, Plan plan, RunState state) {
        try {
            String text = message.templateFile()
                    .map(file -> templates.render(TemplateCheck.file(plan, file), values(plan, state)))
                    .orElseGet(() -> message.text().read().shown());
            return (partial ? "[PARTIAL] " : "") + masker.mask(text);
        } catch (AuthorException unreadable) {
            throw new AuthorException(masker.mask(unreadable.getMessage()), unreadable);
        }
    }

    private Map<String, Object> values(Plan plan, RunState state) {
        Map<String, Object> run = new LinkedHashMap<>();
        ABOUT.forEach(name -> run.put(name, about.get(name)));
        for (String name : RunState.NAMES) {
            run.put(name, state.value(name).map(Template::readable).orElse(""));
        }
        Map<String, Object> params = new LinkedHashMap<>();
        plan.parameters().forEach(parameter -> params.put(parameter.name(), null)); // optional: may have no value
        plan.arguments().forEach((name, value) -> params.put(name, String.valueOf(value)));
        return Map.of("run", run, "params", params);
    }
}
