package dev.runbook.lab.erpgo;

import dev.runbook.lab.LabHome;
import dev.runbook.lab.Port;
import dev.runbook.lab.Scripts;
import dev.runbook.lab.kubectl.Kubectl;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** The file by which kubectl finds the lab's cluster, and a stand-in for kubectl on a machine that has none. */
final class KubectlAccess {
    private KubectlAccess() {}

    static void write(LabHome home) throws IOException {
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
                """.formatted(home.address(), Port.KUBERNETES.number()));
        if (!onPath("kubectl", System.getenv())) {
            Scripts.java(home.bin().resolve("kubectl"), Kubectl.class);
        }
    }

    private static boolean onPath(String program, Map<String, String> variables) {
        return Stream.of(variables.getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
