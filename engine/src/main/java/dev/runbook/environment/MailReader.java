package dev.runbook.environment;

import dev.runbook.environment.MailServer.Security;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Node;

/** Reads {@code mail}: the server that sends the environment's e-mail. */
final class MailReader {
    private static final Pattern SERVER = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+)(?::([0-9]{1,5}))?");
    private static final Pattern ADDRESS = Pattern.compile("[^\\s@<>(),;:\"\\\\\\p{Cntrl}]+@[A-Za-z0-9._-]+");
    private static final int IMPLICIT_TLS = 465;
    private static final int SUBMISSION = 587;
    private static final int HIGHEST_PORT = 65_535;

    private final Interpolation texts;
    private final SecretReader secrets;
    private final Problems problems;

    MailReader(Interpolation texts, SecretReader secrets, Problems problems) {
        this.texts = texts;
        this.secrets = secrets;
        this.problems = problems;
    }

    /** Returns what is wrong with the address of a mailbox. */
    static Optional<String> mistakeInAddress(String address) {
        return ADDRESS.matcher(address).matches()
                ? Optional.empty()
                : Optional.of("'" + address + "' is not an e-mail address");
    }

    MailServer server(Node node) {
        YamlMap map = YamlMap.of(node);
        Node from = map.get("from").orElseThrow();
        mistakeInAddress(texts.text(from))
                .filter(mistake -> !texts.isOpen(texts.text(from)))
                .ifPresent(mistake -> problems.add(from, mistake, "write it as name@example.com"));
        checkLogin(map);
        Node at = map.get("server").orElseThrow();
        Matcher server = SERVER.matcher(texts.text(at));
        if (!server.matches()
                || port(server).filter(port -> port < 1 || port > HIGHEST_PORT).isPresent()) {
            if (!texts.isOpen(texts.text(at))) {
                problems.add(at, "'" + texts.text(at) + "' is not a server's name", "write it as smtp.example.com:587");
            }
            return server(map, node, "localhost", SUBMISSION, Security.STARTTLS);
        }
        Optional<Security> chosen =
                map.get("security").map(YamlValue::text).map(word -> Security.valueOf(word.toUpperCase(Locale.ROOT)));
        Optional<Integer> port = port(server);
        Security security = chosen.orElse(
                port.filter(one -> one == IMPLICIT_TLS).isPresent() ? Security.IMPLICIT : Security.STARTTLS);
        int usual = security == Security.IMPLICIT ? IMPLICIT_TLS : SUBMISSION;
        checkClear(map, security, server.group(1));
        return server(map, node, server.group(1).replaceAll("[\\[\\]]", ""), port.orElse(usual), security);
    }

    private MailServer server(YamlMap map, Node node, String host, int port, Security security) {
        return new MailServer(
                host,
                port,
                security,
                map.get("from").map(texts::text).orElseThrow(),
                map.get("user").map(texts::text),
                map.get("password").map(secrets::source),
                new TlsReader(texts, secrets, problems).tls(map, node));
    }

    private static Optional<Integer> port(Matcher server) {
        return Optional.ofNullable(server.group(2)).map(Integer::valueOf);
    }

    private void checkLogin(YamlMap map) {
        Optional<Node> user = map.get("user");
        Optional<Node> password = map.get("password");
        if (user.isPresent() != password.isPresent()) {
            problems.add(
                    user.or(() -> password).orElseThrow(),
                    "the mail server's login needs both 'user' and 'password'",
                    user.isPresent() ? "add password: { env: NAME }" : "add user: NAME");
        }
    }

    private void checkClear(YamlMap map, Security security, String host) {
        boolean here = host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
        if (security == Security.NONE && map.get("password").isPresent() && !here) {
            problems.add(
                    map.get("security").orElseThrow(),
                    "the password would be sent to " + host + " in clear text",
                    "write security: starttls or security: implicit");
        }
    }
}
