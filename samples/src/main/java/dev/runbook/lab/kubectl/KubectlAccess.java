package dev.runbook.lab.kubectl;

import dev.runbook.lab.LabHome;
import dev.runbook.lab.Port;
import dev.runbook.lab.Scripts;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The kubeconfig of the lab's cluster, and a kubectl that always acts on this cluster: the one of this machine, or a
 * stand-in if there is none.
 */
public final class KubectlAccess {
    private KubectlAccess() {}

    /** @param kubernetes the port of the cluster's API server */
    public static void write(LabHome home, Port kubernetes) throws IOException {
        Files.writeString(home.kubeconfig(), """
                apiVersion: v1
                kind: Config
                clusters:
                - name: lab
                  cluster: {server: "http://%s:%d"}
                contexts:
                - name: lab
                  context: {cluster: lab, user: lab, namespace: default}
                current-context: lab
                users:
                - name: lab
                  user: {}
                """.formatted(home.address(), kubernetes.number()));
        Path script = home.bin().resolve("kubectl");
        List<String> program = installed(System.getenv())
                .map(path -> List.of(path.toString()))
                .orElseGet(() -> Scripts.javaCommand(Kubectl.class, List.of()));
        Scripts.passOn(script, Map.of("KUBECONFIG", home.kubeconfig().toString()), program);
    }

    private static Optional<Path> installed(Map<String, String> variables) {
        return Stream.of(variables.getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "kubectl").toAbsolutePath())
                .filter(Files::isExecutable)
                .findFirst();
    }
}
