package dev.runbook.action.shell

import java.nio.file.Files
import java.nio.file.Path

/** A fake {@code pwsh} that records its input, and follows its instructions. */
class FakePowerShell {
    final Path folder

    /** @param behaviour what it does after that, in the POSIX shell's words */
    FakePowerShell(Path folder, String behaviour = 'exit 0', String name = 'pwsh') {
        this.folder = Files.createDirectories(folder)
        def program = folder.resolve(name)
        Files.writeString(program, """\
            #!/bin/sh
            cd "${folder}" || exit 99
            printf '%s\\n' "\$@" > arguments
            env > variables
            cat > input
            echo "\$RB_MARK_1\$RB_MARK_2"
            $behaviour
            """.stripIndent())
        program.toFile().executable = true
    }

    List<String> getArguments() {
        Files.readAllLines(folder.resolve('arguments'))
    }

    String getVariables() {
        Files.readString(folder.resolve('variables'))
    }

    /** What stands behind {@code -EncodedCommand}. */
    String getBootstrap() {
        new String(arguments[arguments.indexOf('-EncodedCommand') + 1].decodeBase64(), 'UTF-16LE')
    }

    /** The script and its values, as the bootstrap takes them apart: each with its kind. */
    List<List<String>> getTokens() {
        Files.readString(folder.resolve('input')).split('\\.').collect { [it[0], new String(it.substring(1).decodeBase64(), 'UTF-8')] }
    }
}
