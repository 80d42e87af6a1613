package dev.runbook.lab.visionforge.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A backup file: SQL statements, rows between {@code COPY} and {@code \.}, and two last lines with the checksum of all
 * lines above. A file without them was cut off, or is still being written.
 *
 * @param sections in the order of the file
 */
record Dump(List<Section> sections) {
    /** The last line, as {@code pg_dump} writes it too. */
    static final String COMPLETE = "-- PostgreSQL database dump complete";

    private static final String CHECKSUM = "-- sha256 ";
    private static final String STATEMENT = "-- statement";

    Dump {
        sections = List.copyOf(sections);
    }

    /** A statement, or the rows of one table. */
    sealed interface Section {}

    record Statement(String sql) implements Section {}

    /**
     * @param columns quoted, separated by commas
     * @param rows in the text format of COPY, each with a line end
     */
    record Rows(String table, String columns, String rows) implements Section {
        String copy() {
            return "COPY public." + table + " (" + columns + ") FROM stdin";
        }

        long count() {
            return rows.lines().count();
        }
    }

    /** Returns whether the file holds rows; a backup of the schema alone does not. */
    boolean full() {
        return sections.stream().anyMatch(Rows.class::isInstance);
    }

    List<Statement> statements() {
        return sections.stream()
                .filter(Statement.class::isInstance)
                .map(Statement.class::cast)
                .toList();
    }

    List<Rows> rows() {
        return sections.stream()
                .filter(Rows.class::isInstance)
                .map(Rows.class::cast)
                .toList();
    }

    /** Writes the file under another name first, so that no half-written file has the name of a backup. */
    void write(Path file) throws IOException {
        StringBuilder text = new StringBuilder("-- VisionForge, " + (full() ? "full backup" : "schema backup") + "\n");
        for (Section section : sections) {
            if (section instanceof Rows rows) {
                text.append(rows.copy()).append(";\n").append(rows.rows()).append("\\.\n");
            } else if (section instanceof Statement statement) {
                text.append(STATEMENT)
                        .append('\n')
                        .append(statement.sql().strip())
                        .append(";\n");
            }
        }
        String checksum = checksum(text.toString());
        text.append(CHECKSUM).append(checksum).append('\n');
        text.append(COMPLETE).append('\n');
        Path writing = file.resolveSibling("." + file.getFileName());
        Files.writeString(writing, text);
        Files.move(writing, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }

    /** @throws IOException when the file is not whole */
    static Dump read(Path file) throws IOException {
        String text = Files.readString(file);
        int end = text.lastIndexOf(CHECKSUM);
        if (end < 0 || !text.endsWith(COMPLETE + "\n")) {
            throw new IOException(file.getFileName() + " is not whole: it does not end with '" + COMPLETE + "'");
        }
        String stated = text.substring(end + CHECKSUM.length(), text.indexOf('\n', end));
        String body = text.substring(0, end);
        if (!stated.equals(checksum(body))) {
            throw new IOException(file.getFileName() + " is damaged: its checksum does not match");
        }
        return new Dump(sections(body));
    }

    private static List<Section> sections(String body) {
        List<Section> sections = new ArrayList<>();
        List<String> lines = body.lines().toList();
        for (int at = 0; at < lines.size(); at++) {
            String line = lines.get(at);
            List<String> block = new ArrayList<>();
            if (line.equals(STATEMENT)) {
                while (at + 1 < lines.size() && !startsSection(lines.get(at + 1))) {
                    block.add(lines.get(++at));
                }
                sections.add(new Statement(String.join("\n", block).replaceFirst(";$", "")));
            } else if (line.startsWith("COPY ")) {
                while (!lines.get(++at).equals("\\.")) {
                    block.add(lines.get(at) + "\n");
                }
                sections.add(rows(line, String.join("", block)));
            }
        }
        return sections;
    }

    private static boolean startsSection(String line) {
        return line.equals(STATEMENT) || line.startsWith("COPY ");
    }

    private static Rows rows(String copy, String rows) {
        int open = copy.indexOf('(');
        String table = copy.substring("COPY public.".length(), open).strip();
        return new Rows(table, copy.substring(open + 1, copy.lastIndexOf(')')), rows);
    }

    private static String checksum(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }
}
