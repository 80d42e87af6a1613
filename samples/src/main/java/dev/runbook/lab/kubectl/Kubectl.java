package dev.runbook.lab.kubectl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.runbook.lab.http.Json;
import dev.runbook.lab.kube.ObjectKey;
import dev.runbook.lab.kube.ResourceType;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The subcommands {@code get patch scale rollout apply} of kubectl, with its messages and exit codes. */
public final class Kubectl {
    private static final YAMLMapper YAML = new YAMLMapper();

    private final KubeClient client;
    private final Arguments arguments;
    private final PrintStream out;

    private Kubectl(KubeClient client, Arguments arguments, PrintStream out) {
        this.client = client;
        this.arguments = arguments;
        this.out = out;
    }

    public static void main(String[] line) {
        System.exit(run(List.of(line), System.getenv(), System.out, System.err));
    }

    /** Runs one command line; returns its exit code. */
    static int run(List<String> line, Map<String, String> variables, PrintStream out, PrintStream err) {
        try {
            Arguments arguments = Arguments.parse(line);
            Path config = Path.of(arguments.option("--kubeconfig", variables.getOrDefault("KUBECONFIG", "kubeconfig")));
            new Kubectl(KubeClient.of(config), arguments, out).subcommand();
            out.flush();
            return 0;
        } catch (KubectlException refused) {
            err.println(refused.getMessage());
            return 1;
        } catch (IOException failure) {
            err.println("error: " + failure.getMessage());
            return 1;
        } catch (InterruptedException stopped) {
            return 130;
        }
    }

    private void subcommand() throws IOException, InterruptedException {
        String subcommand = arguments.word(0, "no subcommand given");
        String answer = switch (subcommand) {
            case "get" -> get();
            case "patch" -> line(patch());
            case "scale" -> scale();
            case "rollout" -> line(rollout());
            case "apply" -> apply();
            default ->
                throw new KubectlException("error: the lab's kubectl does not know '" + subcommand
                        + "'; it knows get, patch, scale, rollout and apply");
        };
        out.write(answer.getBytes(StandardCharsets.UTF_8));
    }

    private String get() {
        String output = arguments.option("--output", "");
        String selector = arguments.option("--selector", "");
        boolean one = arguments.words().size() > 2
                || arguments.word(1, "you must specify the type").contains("/");
        if (output.isEmpty()) {
            return Table.print(
                    one ? client.tableOf(key(1)) : client.tableOf(type(arguments.word(1, "")), namespace(), selector));
        }
        ObjectNode object = one ? client.get(key(1)) : client.list(type(arguments.word(1, "")), namespace(), selector);
        if (output.equals("json")) {
            return line(Json.pretty(object));
        }
        if (output.startsWith("jsonpath=")) {
            return JsonPath.evaluate(output.substring("jsonpath=".length()), object);
        }
        throw new KubectlException("error: the lab's kubectl prints a table, json and jsonpath=…, not " + output);
    }

    private String patch() throws IOException {
        ObjectKey key = key(1);
        JsonNode patch = YAML.readTree(arguments.required("--patch"));
        ObjectNode before = client.get(key);
        ObjectNode after = client.patch(key, arguments.option("--type", "strategic"), patch);
        return named(key) + (before.equals(after) ? " patched (no change)" : " patched");
    }

    private String scale() {
        int replicas = Integer.parseInt(arguments.required("--replicas"));
        StringBuilder answer = new StringBuilder();
        for (ObjectKey key : keys()) {
            client.scale(key, replicas);
            answer.append(line(named(key) + " scaled"));
        }
        return answer.toString();
    }

    private String rollout() throws InterruptedException {
        Rollout rollout = new Rollout(client, key(2), out);
        String verb = arguments.word(1, "rollout what? status, restart or undo");
        return switch (verb) {
            case "status" -> rollout.status(duration(arguments.option("--timeout", "0s")));
            case "restart" -> rollout.restart();
            case "undo" -> rollout.undo(Integer.parseInt(arguments.option("--to-revision", "0")));
            default -> throw new KubectlException("error: unknown rollout command: " + verb);
        };
    }

    private String apply() throws IOException {
        StringBuilder answer = new StringBuilder();
        for (Path file : files(Path.of(arguments.required("--filename")))) {
            try (MappingIterator<JsonNode> documents =
                    YAML.readerFor(JsonNode.class).readValues(file.toFile())) {
                while (documents.hasNext()) {
                    answer.append(line(apply(documents.next())));
                }
            }
        }
        return answer.toString();
    }

    private String apply(JsonNode object) {
        ResourceType type = type(object.path("kind").asText());
        String name = object.at("/metadata/name").asText();
        ObjectKey key = new ObjectKey(type, object.at("/metadata/namespace").asText(namespace()), name);
        if (client.find(key).isEmpty()) {
            client.create(type, key.namespace(), object);
            return named(key) + " created";
        }
        client.patch(key, "strategic", object);
        return named(key) + " configured";
    }

    private static List<Path> files(Path given) throws IOException {
        if (!Files.isDirectory(given)) {
            return List.of(given);
        }
        List<Path> files = new ArrayList<>();
        try (Stream<Path> inside = Files.list(given)) {
            inside.filter(file -> file.toString().matches(".*\\.(ya?ml|json)"))
                    .sorted()
                    .forEach(files::add);
        }
        return files;
    }

    /** Returns the object named by {@code TYPE NAME} or {@code TYPE/NAME}. */
    private ObjectKey key(int index) {
        String word = arguments.word(index, "you must specify a resource");
        int slash = word.indexOf('/');
        return slash < 0
                ? new ObjectKey(type(word), namespace(), arguments.word(index + 1, "you must specify a name"))
                : new ObjectKey(type(word.substring(0, slash)), namespace(), word.substring(slash + 1));
    }

    /** Returns the objects named by {@code TYPE NAME NAME…} or {@code TYPE/NAME TYPE/NAME…}. */
    private List<ObjectKey> keys() {
        List<String> words = arguments.words();
        if (arguments.word(1, "you must specify a resource").contains("/")) {
            return IntStream.range(1, words.size()).mapToObj(this::key).toList();
        }
        List<ObjectKey> keys = new ArrayList<>(List.of(key(1)));
        words.stream().skip(3).forEach(name -> keys.add(new ObjectKey(type(words.get(1)), namespace(), name)));
        return keys;
    }

    private static ResourceType type(String word) {
        return ResourceType.called(word)
                .orElseThrow(
                        () -> new KubectlException("error: the server doesn't have a resource type \"" + word + "\""));
    }

    private String namespace() {
        return arguments.option("--namespace", ObjectKey.DEFAULT_NAMESPACE);
    }

    private static String named(ObjectKey key) {
        String group = key.type().apiVersion().startsWith("apps/") ? ".apps" : "";
        return key.type().kind().toLowerCase(Locale.ROOT) + group + "/" + key.name();
    }

    /** Parses {@code 90s}, {@code 5m}; 0 means no limit, as with kubectl. */
    private static Duration duration(String text) {
        Duration duration = Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
        return duration.isZero() ? Duration.ofDays(1) : duration;
    }

    private static String line(String text) {
        return text + "\n";
    }
}
