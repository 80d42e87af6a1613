package dev.runbook.lab.kubectl;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A parsed command line: words in order, options by name. */
record Arguments(List<String> words, Map<String, String> options) {
    private static final Map<String, String> SHORT_OPTIONS =
            Map.of("-n", "--namespace", "-o", "--output", "-p", "--patch", "-f", "--filename", "-l", "--selector");

    private static final Set<String> WITH_VALUE = Set.of(
            "--namespace",
            "--output",
            "--patch",
            "--filename",
            "--selector",
            "--type",
            "--replicas",
            "--timeout",
            "--to-revision",
            "--context",
            "--kubeconfig");

    private static final Set<String> FLAGS = Set.of("--validate", "--watch", "--wait", "--force", "--record", "--all");

    static Arguments parse(List<String> line) {
        List<String> words = new ArrayList<>();
        Map<String, String> options = new HashMap<>();
        Deque<String> left = new ArrayDeque<>(line);
        while (!left.isEmpty()) {
            String word = left.pop();
            if (!word.startsWith("-") || word.equals("-")) {
                words.add(word);
                continue;
            }
            String[] parts = word.startsWith("--") ? word.split("=", 2) : shortOption(word);
            String name = SHORT_OPTIONS.getOrDefault(parts[0], parts[0]);
            if (FLAGS.contains(name)) {
                options.put(name, parts.length == 2 ? parts[1] : "true");
            } else if (!WITH_VALUE.contains(name)) {
                throw new KubectlException("error: unknown flag: " + parts[0]);
            } else if (parts.length == 2) {
                options.put(name, parts[1]);
            } else if (left.isEmpty()) {
                throw new KubectlException("error: flag needs an argument: " + parts[0]);
            } else {
                options.put(name, left.pop());
            }
        }
        return new Arguments(words, options);
    }

    /** Parses {@code -ojson} and {@code -o=json} as well as {@code -o json}. */
    private static String[] shortOption(String word) {
        if (word.length() == 2) {
            return new String[] {word};
        }
        return new String[] {word.substring(0, 2), word.substring(word.charAt(2) == '=' ? 3 : 2)};
    }

    String word(int index, String missing) {
        if (index >= words.size()) {
            throw new KubectlException("error: " + missing);
        }
        return words.get(index);
    }

    String option(String name, String otherwise) {
        return options.getOrDefault(name, otherwise);
    }

    String required(String name) {
        String value = options.get(name);
        if (value == null) {
            throw new KubectlException("error: must specify " + name);
        }
        return value;
    }
}
