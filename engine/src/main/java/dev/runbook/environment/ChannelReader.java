package dev.runbook.environment;

import dev.runbook.environment.Channel.Destination;
import dev.runbook.environment.Channel.Hook;
import dev.runbook.environment.Environment.Tls;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads {@code channels}: the destination of each, and what belongs beside it. */
final class ChannelReader {
    private static final Set<String> DESTINATIONS = new LinkedHashSet<>(
            List.of("slack", "teams", "webhook", "email", "pagerduty", "sms", "statuspage", "command", "file"));
    private static final Set<String> WITH_API = Set.of("pagerduty", "sms", "statuspage");
    private static final Set<String> LOCAL = Set.of("command", "file");
    private static final Pattern TELEPHONE = Pattern.compile("\\+[1-9][0-9]{6,14}");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9]+");

    private final Interpolation texts;
    private final SecretReader secrets;
    private final Problems problems;
    private final Optional<MailServer> mail;

    /** @param mail the environment's mail server; empty if it declares none */
    ChannelReader(Interpolation texts, SecretReader secrets, Problems problems, Optional<MailServer> mail) {
        this.texts = texts;
        this.secrets = secrets;
        this.problems = problems;
        this.mail = mail;
    }

    Channel channel(String name, Node node) {
        if (!(node instanceof MappingNode)) {
            return new Channel(name, new Channel.Console(), Optional.empty());
        }
        YamlMap map = YamlMap.of(node);
        List<String> kinds =
                map.entries().keySet().stream().filter(DESTINATIONS::contains).toList();
        if (kinds.size() != 1) {
            problems.add(
                    node,
                    "channel '" + name + "' has " + (kinds.isEmpty() ? "no destination" : "more than one destination"),
                    "give exactly one of " + String.join(", ", DESTINATIONS));
            return new Channel(name, new Channel.Console(), Optional.empty());
        }
        String kind = kinds.get(0);
        checkBeside(map, kind);
        Optional<Tls> tls = new TlsReader(texts, secrets, problems).tls(map, node);
        return new Channel(name, destination(name, kind, map), tls);
    }

    private void checkBeside(YamlMap map, String kind) {
        if (!WITH_API.contains(kind)) {
            map.get("url")
                    .ifPresent(at -> problems.add(
                            at,
                            "'url' has no meaning beside '" + kind + "'",
                            "it is the address of the API of "
                                    + String.join(", ", List.of("pagerduty", "sms", "statuspage"))));
        }
        if (LOCAL.contains(kind) || kind.equals("email")) {
            String cure = kind.equals("email")
                    ? "declare it under mail, beside the server"
                    : "leave it out: a " + kind + " has no certificate";
            TlsReader.KEYS.forEach(key -> map.get(key)
                    .ifPresent(at -> problems.add(at, "'" + key + "' has no meaning beside '" + kind + "'", cure)));
        }
    }

    private Destination destination(String name, String kind, YamlMap map) {
        Node node = map.get(kind).orElseThrow();
        return switch (kind) {
            case "email" -> email(name, node);
            case "pagerduty" -> new Channel.PagerDuty(secrets.source(node), url(map, Channel.PagerDuty.URL));
            case "sms" -> sms(YamlMap.of(node), url(map, Channel.Sms.URL));
            case "statuspage" -> statusPage(YamlMap.of(node), url(map, Channel.StatusPage.URL));
            case "command" -> new Channel.Program(list(node));
            case "file" -> new Channel.MessageFile(texts.path(node));
            case "slack" -> hook(Hook.Format.SLACK, node);
            case "teams" -> hook(Hook.Format.TEAMS, node);
            default -> hook(Hook.Format.WEBHOOK, node);
        };
    }

    private Hook hook(Hook.Format format, Node node) {
        SecretSource address = secrets.address(node);
        if (node instanceof ScalarNode && address instanceof SecretSource.Plain plain) {
            HttpAddress.check(node, plain.text(), texts, problems);
        }
        return new Hook(format, address);
    }

    private Destination email(String name, Node node) {
        List<String> to = list(node);
        ((SequenceNode) node).getValue().forEach(at -> checkAddress(at));
        if (mail.isEmpty()) {
            problems.add(
                    node,
                    "channel '" + name + "' sends e-mail, but the environment has no mail server",
                    "add mail: { server: smtp.example.com, from: runbook@example.com }");
            return new Channel.Console();
        }
        return new Channel.Email(to, mail.get());
    }

    private void checkAddress(Node at) {
        String address = texts.text(at);
        if (!texts.isOpen(address)) {
            MailReader.mistakeInAddress(address)
                    .ifPresent(mistake -> problems.add(at, mistake, "write it as name@example.com"));
        }
    }

    private Destination sms(YamlMap map, String url) {
        Node to = map.get("to").orElseThrow();
        ((SequenceNode) to).getValue().forEach(this::checkTelephone);
        Node account = map.get("account").orElseThrow();
        checkId(account, "account");
        return new Channel.Sms(
                list(to),
                map.get("from").map(texts::text).orElseThrow(),
                texts.text(account),
                secrets.source(map.get("token").orElseThrow()),
                url);
    }

    private void checkTelephone(Node at) {
        String number = texts.text(at);
        if (!texts.isOpen(number) && !TELEPHONE.matcher(number).matches()) {
            problems.add(
                    at,
                    "'" + number + "' is not a telephone number",
                    "write it with its country, in quotes: '+491701234567'");
        }
    }

    private Destination statusPage(YamlMap map, String url) {
        Node page = map.get("page").orElseThrow();
        checkId(page, "page");
        return new Channel.StatusPage(
                texts.text(page), secrets.source(map.get("token").orElseThrow()), url);
    }

    /** Checks an id that becomes part of a URL. */
    private void checkId(Node at, String key) {
        String id = texts.text(at);
        if (!texts.isOpen(id) && !ID.matcher(id).matches()) {
            problems.add(at, "'" + key + "' is an id of letters and digits", "copy it from the service's own pages");
        }
    }

    private String url(YamlMap map, String usual) {
        Optional<Node> given = map.get("url");
        given.ifPresent(at -> HttpAddress.check(at, texts.text(at), texts, problems));
        return given.map(texts::text).map(url -> url.replaceFirst("/+$", "")).orElse(usual);
    }

    private List<String> list(Node node) {
        return ((SequenceNode) node).getValue().stream().map(texts::text).collect(Collectors.toUnmodifiableList());
    }
}
