package dev.runbook.dsl;

import dev.runbook.environment.Environment;
import dev.runbook.environment.Target;
import dev.runbook.value.Secret;
import groovy.transform.NamedParam;
import groovy.transform.NamedParams;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Values: the parameters, and what the environment declares. They can be used in every block. */
public abstract class ValuesBlock {
    final EvaluationContext context;

    ValuesBlock(EvaluationContext context) {
        this.context = context;
    }

    /**
     * The parameters of this run, by name. An omitted parameter is null; {@code ?:} replaces it with a default. An
     * empty text, 0 and false are values and are not replaced.
     *
     * <p>Only true and false are accepted in {@code if}, {@code !}, {@code &&}, {@code ||}, {@code ? :} and every
     * condition. Declare a switch with {@code type: Boolean}; compare a text ({@code params.mode == 'full'}), test a
     * list ({@code !tables.empty}).
     *
     * <pre>{@code
     * shell "echo ${params.reason ?: 'no reason given'} >> rollback.log"
     * }</pre>
     */
    public Params getParams() {
        context.triggers().refuseBeforeRun("params");
        return context.params();
    }

    /**
     * Parses an instant from the output of a program: ISO 8601 with an offset ({@code 2026-01-31T12:00:00Z},
     * {@code 2026-01-31 12:00:00+01}), RFC 1123 or 2822 ({@code Sat, 31 Jan 2026 12:00:00 GMT}), seconds or
     * milliseconds since 1970. The result can be compared with other instants: {@code 15.minutes.ago},
     * {@code run.since}, a time from a database. Any other format is an error.
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
     * Parses an instant from a local time such as {@code 2026-01-31 12:00:00} in a time zone. A local time that does
     * not exist in that zone, or occurs twice because the clocks change, is an error.
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
     * The current run: {@code run.id}, {@code run.status}, the instants {@code run.startedAt} and {@code run.since}
     * (the start of the RTO clock), the duration {@code run.elapsed}.
     *
     * <pre>{@code
     * text "Recovery ${run.id} has taken ${run.elapsed}"
     * }</pre>
     */
    public RunInfo getRun() {
        context.triggers().refuseBeforeRun("run");
        return new RunInfo(context);
    }

    /**
     * The base URL of a service of the environment.
     *
     * <pre>{@code
     * http { get "${service('api')}/health" }
     * }</pre>
     */
    public BaseUrl service(@Names("service") String name) {
        Optional<Environment> environment = context.environmentWith(Target.Kind.SERVICE, name);
        return new BaseUrl(
                name, environment.map(place -> place.services().get(name).url()).orElse("‹service " + name + "›"));
    }

    /**
     * A setting of the environment, with the type it has in the environment file: text, number, true or false, list or
     * map. Read a part of a map by its name and an element of a list by its index; {@code toInteger()} and
     * {@code toList()} convert to a number or a list for a word that takes one.
     *
     * <pre>{@code
     * step('List') { shell "ls ${setting('backups')}" }
     * for (page in setting('pages')) { verify("${page.name} answers") { http { get "${service('web')}/${page.path}" } } }
     * if (setting('wipe')) { step('Wipe') { shell 'wipe' } }
     * }</pre>
     */
    public Setting setting(@Names("setting") String name) {
        Optional<Environment> environment = context.environmentWith(Target.Kind.SETTING, name);
        return environment
                .map(place -> Setting.of(place.settings().get(name), name))
                .orElseGet(() -> Setting.unknown("setting " + name));
    }

    /**
     * The address of a host of the environment; for a group, the address of its first host.
     *
     * <pre>{@code
     * shell "pg_isready -h ${host('db1')}"
     * }</pre>
     */
    public String host(@Names("host") String name) {
        Optional<Environment> environment = context.environmentWith(Target.Kind.HOST, name);
        return environment
                .map(place -> place.hosts().get(name).get(0).address())
                .orElse("‹host " + name + "›");
    }

    /**
     * A secret of the environment. Only actions can read it; it is never shown, recorded or sent in a message.
     *
     * <pre>{@code
     * http { post "${service('api')}/switch"; bearer secret('API_TOKEN') }
     * }</pre>
     */
    public Secret secret(@Names("secret") String name) {
        context.environmentWith(Target.Kind.SECRET, name);
        return new Secret(name);
    }
}
