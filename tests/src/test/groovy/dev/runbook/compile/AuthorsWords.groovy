package dev.runbook.compile

import dev.runbook.compile.source.InvalidRunbookException

/** Decides whether a message uses the words of the language, and not those of Groovy or the JVM. */
trait AuthorsWords {
    /** Classes, methods and phrases of Groovy's compiler and the JVM. */
    static final FOREIGN = ~/(?x) \b(java|groovy|org|dev)[.\/]\w+[.\/] | <c?l?init> | \w\#\w | \w+(Exception|GroovyMethods)\b
            | \b(Linked|Hash|Array|Abstract|Tree)\w+ | Closure | \[Static | For\ input | Incorrect\ number/

    /** Returns whether a rejection names nothing of the JVM except for what the author wrote, in quotes. */
    boolean namesNothingOfTheJvm(InvalidRunbookException refusal) {
        refusal.diagnostics().each {
            assert !(it.message().replaceAll(/'[^']*'/, "''") =~ FOREIGN)
            assert it.cures().every { cure -> !(cure =~ FOREIGN) }
        }
        true
    }
}
