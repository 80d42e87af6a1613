package dev.runbook.run;

import dev.runbook.AuthorException;
import dev.runbook.plan.Message;
import dev.runbook.plan.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The files a run keeps a copy of: its runbook, those it may follow, and their templates. */
final class WhatRan {
    private WhatRan() {}

    /** Texts by name; a template that is not there is left to the message that asks for it. */
    static Map<String, String> of(Plan plan) {
        Map<String, String> files = new LinkedHashMap<>();
        for (Plan one : plan.withOthers().toList()) {
            files.put(one.id() + ".groovy", one.text());
            for (Message message : one.messages()) {
                message.templateFile().ifPresent(name -> {
                    Path file = one.file().resolveSibling("templates").resolve(name);
                    if (Files.isRegularFile(file)) {
                        files.put(one.id().replaceFirst("[^/]*$", "") + "templates/" + name, text(file));
                    }
                });
            }
        }
        return files;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new AuthorException("cannot read the template " + file + ": " + unreadable.getMessage());
        }
    }
}
