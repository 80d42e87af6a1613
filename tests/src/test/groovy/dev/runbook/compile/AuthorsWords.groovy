package dev.runbook.compile

/** Judges whether a message speaks to an author: in the words of the language, not in those of Groovy or the JVM. */
trait AuthorsWords {
    /** Classes, methods and phrases of Groovy's compiler and the JVM. */
    static final FOREIGN = ~/(?x) \b(java|groovy|org|dev)[.\/]\w+[.\/] | <c?l?init> | \w\#\w | \w+(Exception|GroovyMethods)\b
            | \b(Linked|Hash|Array|Abstract|Tree)\w+ | Closure | \[Static | For\ input | Incorrect\ number/

    /** Whether a refusal names nothing of the JVM but what the author wrote, in quotes. */
    boolean namesNothingOfTheJvm(InvalidRunbookException refusal) {
        refusal.diagnostics().each {
            assert !(it.message().replaceAll(/'[^']*'/, "''") =~ FOREIGN)
            assert it.cures().every { cure -> !(cure =~ FOREIGN) }
        }
        true
    }
}
