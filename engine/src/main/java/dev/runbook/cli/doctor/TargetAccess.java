package dev.runbook.cli.doctor;

import dev.runbook.AuthorException;
import dev.runbook.environment.Channel;
import dev.runbook.environment.Environment;
import dev.runbook.environment.Secrets;
import dev.runbook.environment.Target;
import dev.runbook.file.SystemPrograms;
import dev.runbook.proxy.Proxies;
import dev.runbook.tls.ServiceTls;
import dev.runbook.value.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Opens the secrets, keys and certificates that a target needs, without contacting it. */
public final class TargetAccess {
    private final Environment environment;

    public TargetAccess(Environment environment) {
        this.environment = environment;
    }

    /** @throws AuthorException with one line for each thing that is missing */
    public void open(Target target) {
        Secrets secrets = environment.secrets();
        switch (target.kind()) {
            case SECRET -> secrets.open(new Secret(target.name()));
            case DATABASE ->
                environment
                        .databases()
                        .get(target.name())
                        .password()
                        .ifPresent(
                                password -> secrets.open(password, "the password of database '" + target.name() + "'"));
            case CHANNEL -> {
                channel(environment.channels().get(target.name()));
                Proxies.ofMachine();
            }
            case SERVICE -> {
                ServiceTls.check(environment.service(target.name()), secrets);
                Proxies.ofMachine();
            }
            case HOST -> environment.hosts().get(target.name()).forEach(this::host);
            default -> {}
        }
    }

    void channel(Channel channel) {
        Secrets secrets = environment.secrets();
        channel.destination().secrets().forEach(source -> secrets.open(source, channel.describeSecret()));
        channel.tls().ifPresent(tls -> ServiceTls.of("channel '" + channel.name() + "'", tls, secrets));
        if (channel.destination() instanceof Channel.Email email) {
            email.server().tls().ifPresent(tls -> ServiceTls.of("mail", tls, secrets));
        }
        if (channel.destination() instanceof Channel.Program program) {
            String name = program.command().get(0);
            boolean found = name.contains("/")
                    ? SystemPrograms.isProgram(Path.of(name))
                    : SystemPrograms.named(name, List.of()).isPresent();
            if (!found) {
                throw new AuthorException(
                        "the command of channel '" + channel.name() + "' is not on this machine: " + name);
            }
        }
    }

    private void host(Environment.Host host) {
        host.keyFile().filter(key -> !Files.isReadable(key)).ifPresent(key -> {
            throw new AuthorException("the key of host '" + host.name() + "' cannot be read: " + key);
        });
        host.passphrase()
                .ifPresent(passphrase ->
                        environment.secrets().open(passphrase, "the passphrase of host '" + host.name() + "'"));
        host.jump().ifPresent(this::host);
    }
}
