package dev.runbook.lab.erpgo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runbook.AuthorException;
import dev.runbook.lab.LabHome;
import dev.runbook.lab.http.Json;
import dev.runbook.lab.kube.Cluster;
import dev.runbook.lab.kube.ObjectKey;
import dev.runbook.lab.kube.ResourceType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * ERPGo's configuration: a git repository with the config map of the API and the price lists that it may name, and the
 * config map in the cluster. A pod reads the config map when it starts; one that names a price list that does not exist
 * answers 500.
 */
final class ConfigurationRepository {
    private static final String CONFIG_MAP = "erpgo-api";
    private static final Pattern PRICE_LIST = Pattern.compile("\\d{4}-\\d{2}");
    private static final String FIRST = "2026-01";
    private static final String CURRENT = "2026-03";
    /** There is no such month, and no file for it. */
    private static final String MISTAKEN = "2026-13";

    private static final long LONGEST_COMMAND_SECONDS = 20;

    private final Path folder;
    private final Map.Entry<String, String> mark;

    private ConfigurationRepository(Path folder, Map.Entry<String, String> mark) {
        this.folder = folder;
        this.mark = mark;
    }

    /**
     * Creates the repository with two commits. Without git on this machine, the folder has the files but no history.
     */
    static ConfigurationRepository create(LabHome home) throws IOException {
        ConfigurationRepository repository =
                new ConfigurationRepository(Files.createDirectory(home.folder().resolve("config")), home.mark());
        Files.createDirectory(repository.folder.resolve("price-lists"));
        for (String month : List.of(FIRST, CURRENT)) {
            Files.writeString(repository.folder.resolve("price-lists/" + month + ".csv"), "product,price\n1,9.90\n");
        }
        if (repository.hasGit()) {
            repository.git("init", "--quiet");
            repository.commit(FIRST, "Prices of January");
            repository.commit(CURRENT, "Prices of March");
        } else {
            repository.write(CURRENT);
        }
        return repository;
    }

    Path folder() {
        return folder;
    }

    boolean hasGit() {
        return List.of(System.getenv().getOrDefault("PATH", "").split(":")).stream()
                .anyMatch(path -> Files.isExecutable(Path.of(path, "git")));
    }

    /** Applies the current commit. */
    void apply(Cluster cluster) throws IOException {
        ObjectNode object = ResourceType.CONFIG_MAP.named(ObjectKey.of(ResourceType.CONFIG_MAP, CONFIG_MAP));
        object.putObject("data").put("price-list", priceList());
        cluster.apply(ResourceType.CONFIG_MAP, object);
    }

    /** Returns whether the API can start with the config map in the cluster. */
    boolean works(Cluster cluster) {
        String list = cluster.configMap(CONFIG_MAP)
                .map(object -> object.at("/data/price-list").asText())
                .orElse("");
        return PRICE_LIST.matcher(list).matches() && Files.exists(folder.resolve("price-lists/" + list + ".csv"));
    }

    /** Commits and applies a mistake. */
    void breakIt(Cluster cluster) throws IOException {
        if (!hasGit()) {
            throw new AuthorException("bad-config needs git, which is not installed");
        }
        commit(MISTAKEN, "Prices of April");
        apply(cluster);
        cluster.restart();
    }

    /** Commits and applies the last good configuration, unless it is the current one. */
    void mend(Cluster cluster) throws IOException {
        if (hasGit() && !priceList().equals(CURRENT)) {
            commit(CURRENT, "Prices of March");
        }
        if (!works(cluster)) {
            apply(cluster);
            cluster.restart();
        }
    }

    private String priceList() throws IOException {
        return Json.read(Files.readString(folder.resolve("configmap.json")))
                .at("/data/price-list")
                .asText();
    }

    private void write(String priceList) throws IOException {
        ObjectNode object = ResourceType.CONFIG_MAP.named(ObjectKey.of(ResourceType.CONFIG_MAP, CONFIG_MAP));
        object.putObject("data").put("price-list", priceList);
        Files.writeString(folder.resolve("configmap.json"), Json.pretty(object) + "\n");
    }

    private void commit(String priceList, String message) throws IOException {
        write(priceList);
        git("add", "--all");
        git("commit", "--quiet", "--allow-empty", "--message", message);
    }

    private void git(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "git",
                "-C",
                folder.toString(),
                "-c",
                "user.name=ERPGo",
                "-c",
                "user.email=config@erpgo.com",
                "-c",
                "commit.gpgsign=false"));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put(mark.getKey(), mark.getValue());
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(LONGEST_COMMAND_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException("git " + String.join(" ", words) + ": " + output.strip());
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted during git " + words[0], closing);
        }
    }
}
