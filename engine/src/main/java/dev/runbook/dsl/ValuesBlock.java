package dev.runbook.dsl;

import dev.runbook.environment.Environment;
import dev.runbook.environment.Target;
import dev.runbook.value.Secret;
import groovy.transform.NamedParam;
import groovy.transform.NamedParams;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The words every block has: parameters, and names for things outside. */
public abstract class ValuesBlock {
    final EvaluationContext reading;

    ValuesBlock(EvaluationContext reading) {
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
     * An instant from what a program wrote: ISO 8601 with an offset ({@code 2026-01-31T12:00:00Z}, {@code 2026-01-31
     * 12:00:00+01}), RFC 1123 or 2822 ({@code Sat, 31 Jan 2026 12:00:00 GMT}), seconds or milliseconds since 1970. It is compared with
     * other instants: {@code 15.minutes.ago}, {@code run.since}, a time of a database. What cannot be read is an error.
     *
     * <pre>{@code
     * expect { time(json.takenAt) > 15.minutes.ago }
     * }</pre>
     */
    public RunInstant time(
            @Accepts({CharSequence.class, Json.class, Number.class, Instant.class, RunInstant.class}) Object value) {
        return RunInstant.read(value, Optional.empty());
    }

    /**
     * The same from a local time such as {@code 2026-01-31 12:00:00}, in a time zone. A local time that does not exist there, or comes
     * twice because the clocks change, is an error.
     *
     * <pre>{@code
     * expect { time(stdout, zone: 'Europe/Berlin') > 1.hour.ago }
     * }</pre>
     */
    public RunInstant time(
            @NamedParams(@NamedParam(value = "zone", type = Object.class, required = true))
                    @Accepts(
                            value = {CharSequence.class, Json.class},
                            option = "zone")
                    Map<String, Object> options,
            @Accepts({CharSequence.class, Json.class, Number.class, Instant.class, RunInstant.class}) Object value) {
        return RunInstant.read(value, Optional.of(options.get("zone")));
    }

    /**
     * The run itself: {@code run.id}, {@code run.status}, the instants {@code run.startedAt} and {@code run.since} (when the clock of the
     * promise began), the duration {@code run.elapsed}.
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
