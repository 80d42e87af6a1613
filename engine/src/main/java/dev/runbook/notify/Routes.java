package dev.runbook.notify;

import dev.runbook.AuthorException;
import dev.runbook.environment.Environment;
import dev.runbook.environment.Environment.Channel;
import dev.runbook.environment.SecretSource;
import dev.runbook.proxy.Proxies;
import dev.runbook.time.Clock;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import okhttp3.OkHttpClient;

/**
 * Resolves the route to a channel of the environment; in a drill, to the channel the environment configures for drills.
 */
final class Routes {
    /** The name under {@code drill: channels:} that matches every channel. */
    private static final String ALL = "all";

    private final Environment environment;
    private final boolean drill;
    private final Clock clock;
    private final Map<String, Route> known = new HashMap<>();
    private OkHttpClient client;

    Routes(Environment environment, boolean drill, Clock clock) {
        this.environment = environment;
        this.drill = drill;
        this.clock = clock;
    }

    /** @throws AuthorException when the environment has no such channel, or its address cannot be opened */
    synchronized Route to(String name) {
        return known.computeIfAbsent(name, this::open);
    }

    /** Returns the channel that receives messages for this one; empty when the environment has none. */
    Optional<Channel> channel(String name) {
        return drilled(name).or(() -> Optional.ofNullable(environment.channels().get(name)));
    }

    private Route open(String name) {
        Channel channel = channel(name)
                .orElseThrow(() ->
                        new AuthorException("environment '" + environment.name() + "' has no channel '" + name + "'"));
        return switch (channel.kind()) {
            case CONSOLE -> notice -> {}; // the console shows every message as it is recorded
            case FILE -> new FileRoute(file(channel.address()), clock);
            case SLACK -> new WebhookRoute(client(), address(channel), WebhookRoute.Body.SLACK);
            case WEBHOOK -> new WebhookRoute(client(), address(channel), WebhookRoute.Body.PLAIN);
        };
    }

    private Optional<Channel> drilled(String name) {
        Map<String, Channel> channels = drill ? environment.drill().channels() : Map.of();
        return Optional.ofNullable(channels.getOrDefault(name, channels.get(ALL)));
    }

    private String address(Channel channel) {
        return environment.secrets().open(channel.address(), "the address of channel '" + channel.name() + "'");
    }

    private static Path file(SecretSource source) {
        if (source instanceof SecretSource.Plain plain) {
            return Path.of(plain.text());
        }
        if (source instanceof SecretSource.File file) {
            return file.path();
        }
        throw new AuthorException("a file channel needs the file's name");
    }

    private OkHttpClient client() {
        if (client == null) {
            client = Proxies.ofMachine()
                    .applyTo(new OkHttpClient.Builder().followRedirects(false))
                    .build();
        }
        return client;
    }

    /** Closes idle connections, whose threads would keep the engine alive. */
    synchronized void close() {
        if (client != null) {
            client.dispatcher().executorService().shutdown();
            client.connectionPool().evictAll();
        }
    }
}
