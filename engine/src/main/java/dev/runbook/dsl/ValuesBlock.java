package dev.runbook.dsl;

import dev.runbook.environment.Environment;
import dev.runbook.environment.Target;
import dev.runbook.value.Secret;
import java.util.Optional;

/** The words every block has: parameters, and names for things outside. */
public abstract class ValuesBlock {
    final Reading reading;

    ValuesBlock(Reading reading) {
        this.reading = reading;
    }

    /**
     * The parameters of this run, by name. One that was left out is null; {@code ?:} gives another value in its place,
     * while an empty text, 0 and false are values and stay.
     *
     * <p>Only true and false decide in {@code if}, {@code !}, {@code &&}, {@code ||}, {@code ? :} and every condition. A
     * parameter that is a switch is declared with {@code type: Boolean}; a text is compared ({@code params.mode ==
     * 'full'}), a list asked ({@code !tables.empty}).
     *
     * <pre>{@code
     * shell "echo ${params.reason ?: 'no reason given'} >> rollback.log"
     * }</pre>
     */
    public Params getParams() {
        return reading.params();
    }

    /**
     * The run itself: {@code run.id}, {@code run.status}, {@code run.startedAt}, {@code run.elapsed}.
     *
     * <pre>{@code
     * text "Recovery ${run.id} has taken ${run.elapsed}"
     * }</pre>
     */
    public RunInfo getRun() {
        return new RunInfo(reading);
    }

    /**
     * The base URL of a service of the environment.
     *
     * <pre>{@code
     * http { get "${service('api')}/health" }
     * }</pre>
     */
    public BaseUrl service(@Names("service") String name) {
        Optional<Environment> environment = reading.environmentWith(Target.Kind.SERVICE, name);
        return new BaseUrl(
                name, environment.map(place -> place.services().get(name).url()).orElse("‹service " + name + "›"));
    }

    /**
     * A setting of the environment, with the type its file gives it: text, number, true or false, list or map. A part of
     * a map is read by its name, an element of a list by its number; {@code toInteger()} and {@code toList()} make a
     * number or a list for a word that takes one.
     *
     * <pre>{@code
     * step('List') { shell "ls ${setting('backups')}" }
     * for (page in setting('pages')) { verify("${page.name} answers") { http { get "${service('web')}/${page.path}" } } }
     * if (setting('wipe')) { step('Wipe') { shell 'wipe' } }
     * }</pre>
     */
    public Setting setting(@Names("setting") String name) {
        Optional<Environment> environment = reading.environmentWith(Target.Kind.SETTING, name);
        return environment
                .map(place -> Setting.of(place.settings().get(name), name))
                .orElseGet(() -> Setting.unknown("setting " + name));
    }

    /**
     * The address of a host of the environment; of a group, that of its first.
     *
     * <pre>{@code
     * shell "pg_isready -h ${host('db1')}"
     * }</pre>
     */
    public String host(@Names("host") String name) {
        Optional<Environment> environment = reading.environmentWith(Target.Kind.HOST, name);
        return environment
                .map(place -> place.hosts().get(name).get(0).address())
                .orElse("‹host " + name + "›");
    }

    /**
     * A secret of the environment. Only an action opens it; it is never shown, recorded or sent in a message.
     *
     * <pre>{@code
     * http { post "${service('api')}/switch"; bearer secret('API_TOKEN') }
     * }</pre>
     */
    public Secret secret(@Names("secret") String name) {
        reading.environmentWith(Target.Kind.SECRET, name);
        return new Secret(name);
    }
}
