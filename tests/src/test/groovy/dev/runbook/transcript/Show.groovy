package dev.runbook.transcript

import dev.runbook.terminal.ColorPalette
import java.nio.file.Files
import java.nio.file.Path

/** Writes every story in every format, for viewing: {@code Show FOLDER}. */
class Show {
    static void main(String[] args) {
        def out = Files.createDirectories(Path.of(args[0]))
        ['success', 'drill', 'quorum', 'fallback', 'failure', 'interrupted'].each { name ->
            def folder = Stories."$name"(Files.createTempDirectory('story'))
            def view = Stories.view(folder)
            Files.writeString(out.resolve("${name}.txt"), TextTranscript.of(view, ColorPalette.PLAIN, 120))
            Files.writeString(out.resolve("${name}.html"), HtmlTranscript.of(view, folder::outputText))
            Files.writeString(out.resolve("${name}.json"), RunDocument.json(view))
        }
    }
}
