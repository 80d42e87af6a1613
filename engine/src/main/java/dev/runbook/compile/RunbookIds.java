package dev.runbook.compile;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.SortedSet;
import java.util.TreeSet;

/** Lists the ids of the runbooks in a folder: the path of each file in it, without the extension. */
public final class RunbookIds {
    public static final String ENDING = ".groovy";

    /** An id is {@code system/name}; a folder may group systems. */
    private static final int DEEPEST = 4;

    private RunbookIds() {}

    /** Returns all readable ids, for suggestions; folders that cannot be read are omitted. */
    public static SortedSet<String> in(Path folder) {
        SortedSet<String> ids = new TreeSet<>();
        SimpleFileVisitor<Path> visitor = new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.toString().endsWith(ENDING) && !file.equals(folder)) { // one runbook is no folder of them
                    ids.add(of(folder, file));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException unreadable) {
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException unreadable) {
                return FileVisitResult.CONTINUE;
            }
        };
        try {
            Files.walkFileTree(folder, EnumSet.noneOf(FileVisitOption.class), DEEPEST, visitor);
        } catch (IOException e) {
            return new TreeSet<>();
        }
        return ids;
    }

    static String of(Path folder, Path file) {
        String place = folder.relativize(file).toString().replace('\\', '/');
        return place.endsWith(ENDING) ? place.substring(0, place.length() - ENDING.length()) : place;
    }
}
