package dev.runbook.journal;

import dev.runbook.journal.RunDigest.Extent;
import dev.runbook.journal.RunDigest.StepDigest;
import dev.runbook.journal.event.Mode;
import dev.runbook.journal.event.RunStatus;
import dev.runbook.value.EnumWord;
import dev.runbook.value.Result;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The file format of digests: lines of tab-separated fields, first the run, then its steps and failure paths, then its
 * end. A run without an end (a truncated write) and lines of another form are ignored.
 */
final class DigestText {
    private static final String RUN = "run";
    private static final String STEP = "step";
    private static final String FAILURE_PATH = "way";
    private static final String END = "end";

    private DigestText() {}

    static void write(RunDigest digest, StringBuilder text) {
        line(
                text,
                RUN,
                digest.run(),
                Long.toString(digest.at().toEpochMilli()),
                digest.mode().word(),
                digest.status().word(),
                digest.textHash(),
                digest.extent().name());
        for (StepDigest step : digest.steps()) {
            line(
                    text,
                    STEP,
                    step.step(),
                    step.kind(),
                    step.commandFingerprint(),
                    step.textHash(),
                    Long.toString(step.tookMs()),
                    step.result().word());
        }
        digest.failurePaths().forEach(path -> line(text, FAILURE_PATH, path));
        line(text, END, digest.run());
    }

    private static void line(StringBuilder text, String... fields) {
        for (int i = 0; i < fields.length; i++) {
            text.append(i == 0 ? "" : "\t")
                    .append(fields[i].replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n"));
        }
        text.append('\n');
    }

    /** Returns the digests in the order of the file. */
    static List<RunDigest> read(String text) {
        List<RunDigest> digests = new ArrayList<>();
        List<StepDigest> steps = new ArrayList<>();
        List<String> paths = new ArrayList<>();
        Optional<String[]> run = Optional.empty();
        for (String line : text.split("\n")) {
            String[] fields = fields(line);
            try {
                switch (fields[0]) {
                    case RUN -> {
                        run = Optional.of(fields);
                        steps.clear();
                        paths.clear();
                    }
                    case STEP ->
                        steps.add(new StepDigest(
                                fields[1],
                                fields[2],
                                fields[3],
                                fields[4],
                                Long.parseLong(fields[5]),
                                word(Result.class, fields[6])));
                    case FAILURE_PATH -> paths.add(fields[1]);
                    case END -> {
                        run.filter(begun -> begun[1].equals(fields[1]))
                                .ifPresent(begun -> digests.add(digest(begun, steps, paths)));
                        run = Optional.empty();
                    }
                    default -> {}
                }
            } catch (ArrayIndexOutOfBoundsException | NumberFormatException | NoSuchElementException malformed) {
                run = Optional.empty();
            }
        }
        return digests;
    }

    private static RunDigest digest(String[] run, List<StepDigest> steps, List<String> paths) {
        return new RunDigest(
                run[1],
                Instant.ofEpochMilli(Long.parseLong(run[2])),
                word(Mode.class, run[3]),
                word(RunStatus.class, run[4]),
                run[5],
                extent(run),
                steps,
                paths);
    }

    private static <E extends Enum<E>> E word(Class<E> type, String word) {
        return EnumWord.find(type, word).orElseThrow();
    }

    /** Reads the extent, which older files lack or call by another name. */
    private static Extent extent(String[] run) {
        String word = run.length > 6 ? run[6] : "";
        return switch (word) {
            case "CUT" -> Extent.INTERRUPTED;
            case "PART" -> Extent.PARTIAL;
            default ->
                Stream.of(Extent.values())
                        .filter(extent -> extent.name().equals(word))
                        .findFirst()
                        .orElse(Extent.COMPLETE);
        };
    }

    private static String[] fields(String line) {
        String[] fields = line.split("\t", -1);
        for (int i = 0; i < fields.length; i++) {
            if (fields[i].indexOf('\\') >= 0) {
                fields[i] = unescaped(fields[i]);
            }
        }
        return fields;
    }

    private static String unescaped(String field) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            if (c == '\\' && i + 1 < field.length()) {
                char escaped = field.charAt(++i);
                text.append(escaped == 't' ? '\t' : escaped == 'n' ? '\n' : escaped);
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }
}
