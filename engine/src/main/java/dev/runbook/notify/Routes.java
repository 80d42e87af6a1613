package dev.runbook.notify;

import dev.runbook.AuthorException;
import dev.runbook.environment.Channel;
import dev.runbook.environment.Environment;
import dev.runbook.environment.MailServer;
import dev.runbook.environment.SecretSource;
import dev.runbook.proxy.Proxies;
import dev.runbook.time.Clock;
import dev.runbook.tls.ServiceTls;
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
        return channel.destination().accept(new RouteOf(channel));
    }

    /** Creates the route to a destination of a channel. */
    private final class RouteOf implements Channel.DestinationVisitor<Route, RuntimeException> {
        private final Channel channel;

        RouteOf(Channel channel) {
            this.channel = channel;
        }

        /** The console shows every message as it is recorded. */
        @Override
        public Route console(Channel.Console console) {
            return (notice, attempts) -> {};
        }

        @Override
        public Route messageFile(Channel.MessageFile file) {
            return new FileRoute(file.path(), clock);
        }

        @Override
        public Route program(Channel.Program program) {
            return new CommandRoute(program.command(), environment.secretVariables());
        }

        @Override
        public Route email(Channel.Email email) {
            return mail(channel, email);
        }

        @Override
        public Route hook(Channel.Hook hook) {
            return new HookRoute(receiver(channel), open(channel, hook.address()), hook.format());
        }

        @Override
        public Route pagerDuty(Channel.PagerDuty pager) {
            return new PagerDutyRoute(receiver(channel), pager.url(), open(channel, pager.routingKey()));
        }

        @Override
        public Route sms(Channel.Sms sms) {
            return new SmsRoute(receiver(channel), sms, open(channel, sms.token()));
        }

        @Override
        public Route statusPage(Channel.StatusPage page) {
            return new StatusPageRoute(receiver(channel), page, open(channel, page.token()));
        }
    }

    private Route mail(Channel channel, Channel.Email email) {
        MailServer server = email.server();
        return new MailRoute(
                email.to(),
                server,
                server.password().map(source -> open(channel, source)),
                server.tls()
                        .map(tls -> ServiceTls.of("mail", tls, environment.secrets())
                                .factory()),
                clock);
    }

    private Optional<Channel> drilled(String name) {
        Map<String, Channel> channels = drill ? environment.drill().channels() : Map.of();
        return Optional.ofNullable(channels.getOrDefault(name, channels.get(ALL)));
    }

    private String open(Channel channel, SecretSource source) {
        return environment.secrets().open(source, "the address of channel '" + channel.name() + "'");
    }

    private Receiver receiver(Channel channel) {
        return new Receiver(channel.tls()
                .map(tls -> ServiceTls.of("channel '" + channel.name() + "'", tls, environment.secrets()))
                .map(sockets -> client().newBuilder()
                        .sslSocketFactory(sockets.factory(), sockets.trust())
                        .build())
                .orElseGet(this::client));
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
