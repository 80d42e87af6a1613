package dev.runbook.lab.sdm;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An installed version of the application, as the file beside its program describes it.
 *
 * @param version {@code 2.0.0} or {@code 1.2.1}
 */
record Release(String version, Set<Defect> defects) {
    static final String NEW = "2.0.0";
    static final String OLD = "1.2.1";

    private static final String FILE = "release.properties";

    /** A defect that a fault of the lab builds into a version. */
    enum Defect {
        CRASHES,
        SLOW,
        NO_TIKTOK,
        DOES_NOT_START
    }

    /** @param folder of the program */
    static Release read(Path folder) throws IOException {
        Properties properties = new Properties();
        try (Reader file = Files.newBufferedReader(folder.resolve(FILE))) {
            properties.load(file);
        }
        Set<Defect> defects = Arrays.stream(
                        properties.getProperty("defects", "").split(","))
                .filter(word -> !word.isBlank())
                .map(word -> Defect.valueOf(word.toUpperCase(Locale.ROOT)))
                .collect(Collectors.toUnmodifiableSet());
        return new Release(properties.getProperty("version"), defects);
    }

    void write(Path folder) throws IOException {
        String words = defects.stream()
                .map(defect -> defect.name().toLowerCase(Locale.ROOT))
                .sorted()
                .collect(Collectors.joining(","));
        Files.writeString(folder.resolve(FILE), "version=" + version + "\ndefects=" + words + "\n");
    }

    boolean has(Defect defect) {
        return defects.contains(defect);
    }
}
