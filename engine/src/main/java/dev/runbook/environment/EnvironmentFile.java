package dev.runbook.environment;

import dev.runbook.environment.Environment.Drill;
import dev.runbook.environment.Environment.ShellSettings;
import dev.runbook.time.TimeText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Reads an environment file: validates it against the published schema, then reads its values. All mistakes of a stage
 * are reported together.
 */
public final class EnvironmentFile {
    private final Path file;
    private final Problems problems;
    private final Interpolation texts;
    private final SecretReader secrets;

    private EnvironmentFile(Path file, Variables variables, Problems problems) {
        this.file = file;
        this.problems = problems;
        this.texts = new Interpolation(file.toAbsolutePath().getParent(), variables, problems);
        this.secrets = new SecretReader(texts);
    }

    /**
     * @param variables the engine's own environment variables
     * @throws dev.runbook.AuthorException with every mistake of the file
     */
    public static Environment read(Path file, Map<String, String> variables) {
        return read(file, Variables.all(variables));
    }

    static Environment read(Path file, Variables variables) {
        YamlText text = YamlText.read(file);
        Node root =
                text.root().orElseGet(() -> YamlText.parse(file, "{}").root().orElseThrow());
        new SchemaCheck(text.problems()).check(root, Schema.ofEnvironments(), "environment");
        text.problems().throwIfAny();
        YamlMap map = YamlMap.of(root);
        Environment environment =
                new EnvironmentFile(file, readable(map, variables), text.problems()).environment(map, variables);
        text.problems().throwIfAny();
        return environment;
    }

    /** Supplies the location of a lab in its environment even if the variables are not set. */
    private static Variables readable(YamlMap root, Variables variables) {
        return root.get("lab").isEmpty()
                ? variables
                : variables.with(LabLocation.of(variables.values()).variables());
    }

    private Environment environment(YamlMap root, Variables variables) {
        HostReader hosts = new HostReader(
                texts, secrets, problems, root.map("ssh").get("config").map(texts::path));
        Optional<MailServer> mail = root.get("mail").map(new MailReader(texts, secrets, problems)::server);
        ChannelReader channels = new ChannelReader(texts, secrets, problems, mail);
        Map<String, SecretSource> sources = root.map("secrets").each((name, node) -> secrets.source(node));
        return new Environment(
                name(root),
                root.get("production").map(node -> (boolean) YamlValue.of(node)).orElse(false),
                Optional.of(file),
                root.map("services").each(new ServiceReader(texts, secrets, problems)::service),
                root.map("settings").each((name, node) -> setting(node)),
                root.map("hosts").each(hosts::group),
                root.map("databases").each(new DatabaseReader(texts, secrets, problems)::database),
                root.map("channels").each(channels::channel),
                root.map("people").each((name, node) -> texts(node)),
                sources,
                shell(root.map("shell")),
                drill(root.map("drill"), channels),
                new MonitoringReader(texts, secrets, problems).monitoring(root),
                root.map("journal").get("sign").map(texts::path),
                answers(root.map("answers")),
                root.get("lab").map(texts::text),
                new OpenedSecrets(sources, secrets.named(), variables.values(), texts.confidential()));
    }

    /** Checks the name: locks and run history use it, so a copied file that kept the old name must be rejected. */
    private String name(YamlMap root) {
        String ofFile = file.getFileName().toString().replaceFirst("\\.ya?ml$", "");
        Optional<Node> node = root.get("environment");
        node.filter(written -> !YamlValue.text(written).equals(ofFile))
                .ifPresent(written -> problems.add(
                        written,
                        "the file is named '" + ofFile + "', the environment '" + YamlValue.text(written) + "'",
                        "locks and history use this name: make both the same"));
        return ofFile;
    }

    private Object setting(Node node) {
        if (node instanceof MappingNode) {
            return YamlMap.of(node).each((key, value) -> setting(value));
        }
        if (node instanceof SequenceNode list) {
            return list.getValue().stream().map(this::setting).toList();
        }
        Object value = YamlValue.of(node);
        return value instanceof String ? texts.text(node) : value;
    }

    private ShellSettings shell(YamlMap shell) {
        List<Path> path = shell.get("path")
                .map(node -> ((SequenceNode) node)
                        .getValue().stream().map(texts::path).toList())
                .orElse(List.of());
        return new ShellSettings(path, shell.map("env").each((name, node) -> texts.text(node)));
    }

    private Drill drill(YamlMap drill, ChannelReader channels) {
        return new Drill(
                drill.map("approvals").get("approve").map(this::after),
                drill.map("channels").each(channels::channel));
    }

    /** Reads {@code after 30s}. */
    private Duration after(Node node) {
        String text = YamlValue.text(node);
        Optional<Duration> time =
                text.startsWith("after ") ? TimeText.parse(text.substring("after ".length())) : Optional.empty();
        if (time.isEmpty()) {
            problems.add(node, "'" + text + "' is not a time to wait", "write it as 'after 30s' or 'after 2m'");
        }
        return time.orElse(Duration.ZERO);
    }

    private Optional<AnswerAddress> answers(YamlMap answers) {
        return answers.get("listen")
                .flatMap(node -> ListenAddress.read(node, texts, problems))
                .map(address -> {
                    String url = answers.get("url").map(texts::text).orElse("");
                    answers.get("url")
                            .filter(written -> BaseUrlCheck.mistakeIn(url).isPresent())
                            .ifPresent(written -> problems.add(
                                    written,
                                    BaseUrlCheck.mistakeIn(url).get().message(),
                                    BaseUrlCheck.mistakeIn(url).get().cure()));
                    return new AnswerAddress(address.getHostString(), address.getPort(), url.replaceFirst("/+$", ""));
                });
    }

    private List<String> texts(Node node) {
        return ((SequenceNode) node).getValue().stream().map(texts::text).toList();
    }
}
