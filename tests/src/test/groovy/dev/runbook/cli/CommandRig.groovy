package dev.runbook.cli

import dev.runbook.terminal.Terminal
import dev.runbook.journal.event.*
import dev.runbook.journal.RunStore
import java.nio.file.Files
import java.nio.file.Path

/** Runs command lines in this process, in a folder of the specification. */
class CommandRig {
    final Path folder
    final Map<String, String> variables
    Set<String> terminals = []
    int columns = 100
    boolean colours = false
    String input = ''

    CommandRig(Path folder) {
        this.folder = folder
        this.variables = [RUNBOOK_HOME: folder.resolve('home').toString(), HOME: folder.toString(), PATH: System.getenv('PATH')]
    }

    /** The output and exit code of a command. */
    static class Answer {
        int exit
        String out
        String err
    }

    Answer run(CharSequence... arguments) {
        def out = new ByteArrayOutputStream()
        def err = new ByteArrayOutputStream()
        def terminal = new Terminal(new PrintStream(out, true, 'UTF-8'), new PrintStream(err, true, 'UTF-8'),
                new BufferedReader(new StringReader(input)), terminals, columns, colours)
        def exit = Main.run(arguments*.toString(), new CliContext(terminal, variables, folder, folder.resolve('product')))
        new Answer(exit: exit, out: out.toString('UTF-8'), err: err.toString('UTF-8'))
    }

    /** Writes a runbook under its id. */
    Path runbook(String id, String body) {
        write("runbooks/${id}.groovy", "runbook('$id') {\n${body.stripIndent()}\n}\n")
    }

    Path write(String name, String text) {
        def file = folder.resolve(name)
        Files.createDirectories(file.parent)
        Files.writeString(file, text)
    }

    /** Truncates the last run as if its engine was killed during an attempt of this step. */
    void cutAfter(String step) {
        def run = new RunStore(folder.resolve('home')).find('last')
        def journal = run.path().resolve('journal')
        def begun = run.read().entries().findIndexOf { it.event() instanceof AttemptStarted && it.event().step() == step }
        Files.write(journal, Files.readAllLines(journal).take(begun + 1))
    }
}
