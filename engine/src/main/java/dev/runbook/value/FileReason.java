package dev.runbook.value;

import dev.runbook.text.NotTextException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Describes why a file could not be read or written. JDK exceptions often contain only the file name, which the
 * caller's message already contains.
 */
public final class FileReason {
    /** The format of older JDK classes: {@code /x/y (Permission denied)}. */
    private static final Pattern IN_BRACKETS = Pattern.compile(".*\\((.+)\\)");

    private FileReason() {}

    /**
     * Returns the reason: {@code permission denied}, {@code there is no such file or folder}, {@code No space left on
     * device}.
     */
    public static String of(IOException refused) {
        if (refused instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (refused instanceof NoSuchFileException) {
            return "there is no such file or folder";
        }
        if (refused instanceof FileAlreadyExistsException) {
            return "something of that name is there already";
        }
        if (refused instanceof NotDirectoryException) {
            return "it, or a part of its path, is a file, not a folder";
        }
        if (refused instanceof DirectoryNotEmptyException) {
            return "the folder is not empty";
        }
        if (refused instanceof NotTextException notText) {
            return notText.getMessage();
        }
        if (refused instanceof CharacterCodingException) {
            return "it is not text in UTF-8";
        }
        if (refused instanceof FileSystemException one && one.getReason() != null) {
            return describe(one.getReason());
        }
        String message = refused.getMessage();
        if (message == null) {
            return refused.getClass().getSimpleName();
        }
        Matcher inBrackets = IN_BRACKETS.matcher(message);
        return describe(
                refused instanceof FileNotFoundException && inBrackets.matches() ? inBrackets.group(1) : message);
    }

    /** Keeps the kernel's wording, so that it can be searched for, except where that wording needs an expert reader. */
    private static String describe(String reason) {
        return switch (reason) {
            case "Is a directory" -> "it is a folder, not a file";
            case "Not a directory" -> "part of its path is a file, not a folder";
            case "No such file or directory" -> "there is no such file or folder";
            case "Too many levels of symbolic links",
                    "Too many levels of symbolic links or unable to access attributes of symbolic link" ->
                "it is a symbolic link, or leads through too many of them";
            case "Permission denied" -> "permission denied";
            default -> reason;
        };
    }
}
