package dev.runbook.compile

import dev.runbook.compile.source.InvalidRunbookException
import dev.runbook.environment.Environment
import dev.runbook.plan.ReadRunbook
import java.nio.file.Files
import java.nio.file.Path
import java.time.Instant

/** Compiles runbooks given as texts, in a separate folder. */
trait RunbookTexts {
    static final Instant NOW = Instant.parse('2026-03-31T14:05:00Z')

    Path folder = Files.createTempDirectory('runbook-texts')

    Path file(String text, String place = 'demo.groovy') {
        def file = folder.resolve(place)
        Files.createDirectories(file.parent)
        Files.writeString(file, text)
    }

    /** Checks a text alone, without an environment. */
    ReadRunbook check(String text, Map arguments = [:]) {
        reader().read(RunbookRequest.toCheck(file(text), arguments, Optional.empty(), NOW))
    }

    /** Plans a text in an environment, with everything it needs. */
    ReadRunbook planIn(Environment environment, String text, Map arguments = [:]) {
        reader().read(RunbookRequest.toRun(file(text), arguments, environment, NOW))
    }

    RunbookReader reader() {
        new RunbookReader(ClassCache.none())
    }

    /** Returns the messages about a text, without its folder. */
    String messageOf(String text, Map arguments = [:]) {
        try {
            check(text, arguments)
            return ''
        } catch (InvalidRunbookException e) {
            return e.message.replace(folder.toString() + '/', '')
        }
    }

    /** Returns the body of a runbook that is otherwise valid. */
    String inRunbook(String body) {
        "runbook('demo') {\n$body\n}"
    }

    def cleanup() {
        folder.toFile().deleteDir()
    }
}
