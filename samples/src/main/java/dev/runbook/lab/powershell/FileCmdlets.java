package dev.runbook.lab.powershell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The cmdlets for files and folders. */
final class FileCmdlets {
    private FileCmdlets() {}

    static List<Object> run(Call call, Session session) throws IOException {
        return switch (call.name().toLowerCase(Locale.ROOT)) {
            case "test-path" -> List.of(Files.exists(named(call, session)));
            case "new-item" -> {
                Files.createDirectories(named(call, session));
                yield List.of(Map.of("FullName", Values.text(path(call))));
            }
            case "copy-item" -> copy(call, session);
            case "remove-item" -> {
                remove(existing(call, session));
                yield List.of();
            }
            case "move-item" -> {
                Files.move(existing(call, session), session.path(call.require("destination", 1)));
                yield List.of();
            }
            case "get-content" ->
                List.of(Files.readString(existing(call, session)).stripTrailing());
            case "set-content" -> {
                Files.writeString(named(call, session), content(call) + "\n");
                yield List.of();
            }
            case "get-childitem" -> children(call, session);
            default -> List.of(Map.of("Free", Files.getFileStore(session.disk()).getUsableSpace()));
        };
    }

    private static Object path(Call call) {
        return call.parameters().containsKey("literalpath")
                ? call.parameters().get("literalpath")
                : call.require("path", 0);
    }

    private static Path named(Call call, Session session) {
        return session.path(path(call));
    }

    private static Path existing(Call call, Session session) {
        Path path = named(call, session);
        if (!Files.exists(path)) {
            throw new PowerShellException(
                    "Cannot find path '" + Values.text(path(call)) + "' because it does not exist.");
        }
        return path;
    }

    private static String content(Call call) {
        Object value = call.get("value", 1);
        return value == null ? Cmdlets.text(call.input()) : Values.text(value);
    }

    /** Copies a folder into an existing one, or its content with {@code \*} at the end of the path. */
    private static List<Object> copy(Call call, Session session) throws IOException {
        Path target = session.path(call.require("destination", 1));
        String from = Values.text(path(call));
        if (from.endsWith("\\*")) {
            Path folder = session.path(from.substring(0, from.length() - 2));
            if (!Files.isDirectory(folder)) {
                throw new PowerShellException("Cannot find path '" + from + "' because it does not exist.");
            }
            try (Stream<Path> content = Files.list(folder)) {
                for (Path one : content.toList()) {
                    copyTree(one, target.resolve(one.getFileName()));
                }
            }
        } else {
            Path source = existing(call, session);
            copyTree(source, Files.isDirectory(target) ? target.resolve(source.getFileName()) : target);
        }
        return List.of();
    }

    private static void copyTree(Path source, Path target) throws IOException {
        try (Stream<Path> tree = Files.walk(source)) {
            for (Path one : tree.toList()) {
                Path copy = target.resolve(source.relativize(one).toString());
                if (!Files.isDirectory(one, LinkOption.NOFOLLOW_LINKS)) {
                    Files.copy(
                            one,
                            copy,
                            StandardCopyOption.REPLACE_EXISTING,
                            StandardCopyOption.COPY_ATTRIBUTES,
                            LinkOption.NOFOLLOW_LINKS);
                } else if (!Files.exists(copy)) {
                    Files.createDirectories(copy);
                }
            }
        }
    }

    private static void remove(Path path) throws IOException {
        try (Stream<Path> tree = Files.walk(path)) {
            for (Path one : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(one);
            }
        }
    }

    private static List<Object> children(Call call, Session session) throws IOException {
        List<Object> children = new ArrayList<>();
        Path folder = existing(call, session);
        try (Stream<Path> tree = call.has("recurse") ? Files.walk(folder) : Files.list(folder)) {
            for (Path one : tree.sorted().toList()) {
                boolean file = Files.isRegularFile(one, LinkOption.NOFOLLOW_LINKS);
                if (!one.equals(folder) && (file || !call.has("file"))) {
                    children.add(Map.of(
                            "Name", one.getFileName().toString(),
                            "FullName", session.windows(one),
                            "Length", file ? Files.size(one) : 0L));
                }
            }
        }
        return children;
    }
}
