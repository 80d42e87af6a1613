package dev.runbook.environment;

import dev.runbook.environment.Environment.Database;
import dev.runbook.environment.Environment.DatabaseOptions;
import dev.runbook.environment.Environment.Drill;
import dev.runbook.environment.Environment.Host;
import dev.runbook.environment.Environment.HostSettings;
import dev.runbook.environment.Environment.Service;
import dev.runbook.environment.Environment.ShellSettings;
import dev.runbook.environment.Environment.Tls;
import dev.runbook.json.JsonWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Writes the complete environment, variables resolved, as a canonical JSON text: equal values give equal text in every
 * process, so no part of it may come from a map without an order.
 * Reviewers see from it where a run acted, and a resume detects whether it would act elsewhere now. Of a secret it
 * contains the source, never the text.
 */
public final class EnvironmentText {
    private EnvironmentText() {}

    public static String of(Environment environment) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("environment", environment.name());
        all.put("production", environment.production());
        environment.lab().ifPresent(lab -> all.put("lab", lab));
        put(all, "services", each(environment.services(), EnvironmentText::service));
        put(all, "settings", environment.settings());
        put(all, "hosts", each(environment.hosts(), EnvironmentText::group));
        put(all, "databases", each(environment.databases(), EnvironmentText::database));
        put(all, "channels", each(environment.channels(), EnvironmentText::channel));
        put(all, "people", environment.people());
        environment.answers().ifPresent(address -> {
            Map<String, Object> answers = new LinkedHashMap<>();
            answers.put("listen", address.host() + ":" + address.port());
            answers.put("url", address.url());
            all.put("answers", answers);
        });
        put(all, "secrets", each(environment.secretSources(), EnvironmentText::source));
        put(all, "shell", shell(environment.shell()));
        environment.signingKey().ifPresent(key -> all.put("journal", Map.of("sign", key.toString())));
        put(all, "drill", drill(environment.drill()));
        return environment.secrets().masker().mask(JsonWriter.pretty(all)) + "\n";
    }

    private static void put(Map<String, Object> all, String section, Map<String, ?> values) {
        if (!values.isEmpty()) {
            all.put(section, values);
        }
    }

    private static <T> Map<String, Object> each(Map<String, T> values, Function<T, Object> described) {
        Map<String, Object> all = new LinkedHashMap<>();
        values.forEach((name, value) -> all.put(name, described.apply(value)));
        return all;
    }

    private static Object service(Service service) {
        if (service.tls().isEmpty()) {
            return service.url();
        }
        Tls tls = service.tls().get();
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("url", service.url());
        certificates(all, tls);
        return all;
    }

    private static Object group(List<Host> hosts) {
        return hosts.stream().map(EnvironmentText::host).toList();
    }

    private static Map<String, Object> host(Host host) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("name", host.name());
        String user = host.user().isEmpty() ? "" : host.user() + "@";
        all.put("address", user + host.address() + (host.port() == 0 ? "" : ":" + host.port()));
        host.jump().ifPresent(jump -> all.put("jump", host(jump)));
        path(all, "key", host.keyFile());
        host.passphrase().ifPresent(passphrase -> all.put("passphrase", source(passphrase)));
        path(all, "knownHosts", host.knownHosts());
        path(all, "config", host.config());
        host.settings().in().ifPresent(folder -> all.put("in", folder));
        put(all, "env", host.settings().env());
        if (host.settings().shell() != HostSettings.Shell.SH) {
            all.put("shell", host.settings().shell().name().toLowerCase(Locale.ROOT));
        }
        return all;
    }

    private static Object database(Database database) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("url", database.url());
        database.user().ifPresent(user -> all.put("user", user));
        database.password().ifPresent(password -> all.put("password", source(password)));
        DatabaseOptions options = database.options();
        options.passphrase().ifPresent(passphrase -> all.put("passphrase", source(passphrase)));
        options.pooler().ifPresent(pooler -> all.put("pooler", pooler.name().toLowerCase(Locale.ROOT)));
        options.zone().ifPresent(zone -> all.put("zone", zone.getId()));
        return all;
    }

    private static Object channel(Channel channel) {
        if (channel.destination() instanceof Channel.Console) {
            return "console";
        }
        Map<String, Object> all = channel.destination().accept(new DestinationText());
        channel.tls().ifPresent(tls -> certificates(all, tls));
        return all;
    }

    static Map<String, Object> mail(MailServer server) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("server", server.host() + ":" + server.port());
        all.put("security", server.security().word());
        all.put("from", server.from());
        server.user().ifPresent(user -> all.put("user", user));
        server.password().ifPresent(password -> all.put("password", source(password)));
        server.tls().ifPresent(tls -> certificates(all, tls));
        return all;
    }

    private static void certificates(Map<String, Object> all, Tls tls) {
        path(all, "ca", tls.ca());
        path(all, "clientCertificate", tls.clientCertificate());
        path(all, "clientKey", tls.clientKey());
        tls.passphrase().ifPresent(passphrase -> all.put("passphrase", source(passphrase)));
    }

    static Object source(SecretSource source) {
        if (source instanceof SecretSource.Variable variable) {
            return Map.of("env", variable.name());
        }
        if (source instanceof SecretSource.File file) {
            return Map.of("file", file.path().toString());
        }
        if (source instanceof SecretSource.Command command) {
            return Map.of("command", command.command());
        }
        return ((SecretSource.Plain) source).text();
    }

    private static Map<String, Object> shell(ShellSettings shell) {
        Map<String, Object> all = new LinkedHashMap<>();
        if (!shell.path().isEmpty()) {
            all.put("path", shell.path().stream().map(Path::toString).collect(Collectors.toList()));
        }
        put(all, "env", shell.env());
        return all;
    }

    private static Map<String, Object> drill(Drill drill) {
        Map<String, Object> all = new LinkedHashMap<>();
        drill.approveAfter().ifPresent(time -> all.put("approveAfterMs", time.toMillis()));
        put(all, "channels", each(drill.channels(), EnvironmentText::channel));
        return all;
    }

    private static void path(Map<String, Object> all, String name, Optional<Path> path) {
        path.ifPresent(present -> all.put(name, present.toString()));
    }
}
