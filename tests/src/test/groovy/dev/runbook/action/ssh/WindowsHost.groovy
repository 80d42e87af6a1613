package dev.runbook.action.ssh

import org.apache.sshd.common.config.keys.KeyUtils
import org.apache.sshd.common.config.keys.PublicKeyEntry
import org.apache.sshd.server.Environment as ServerEnvironment
import org.apache.sshd.server.ExitCallback
import org.apache.sshd.server.SshServer
import org.apache.sshd.server.channel.ChannelSession
import org.apache.sshd.server.command.Command
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider

import dev.runbook.environment.Environment

import java.nio.file.Path
import java.util.concurrent.CopyOnWriteArrayList

/**
 * An SSH server that records the bytes of each exec request and of its standard input, and answers as PowerShell on
 * Windows would: the bootstrap's first line, then what {@link #script} prints.
 */
class WindowsHost implements AutoCloseable {
    static final long PROCESS = 4711
    static final long BEGAN = 639_000_000_000_000_000

    final List<Request> requests = new CopyOnWriteArrayList<>()
    /** What follows the bootstrap's first line; returns the exit code. */
    Closure<Integer> script = { Request request, PrintStream out -> 0 }
    /** Whether powershell.exe exists. */
    boolean installed = true
    private final Path folder
    private final SshServer server = SshServer.setUpDefaultServer()

    WindowsHost(Path folder) {
        this.folder = folder
        server.host = '127.0.0.1'
        def hostKeys = new SimpleGeneratorHostKeyProvider(folder.resolve('host'))
        hostKeys.algorithm = KeyUtils.EC_ALGORITHM
        hostKeys.keySize = 256
        server.keyPairProvider = hostKeys
        server.publickeyAuthenticator = { user, key, session -> true }
        server.commandFactory = { channel, line -> new Cmd(this, line) }
        server.start()
        assert ['ssh-keygen', '-q', '-t', 'ecdsa', '-N', '', '-f', folder.resolve('key').toString()].execute().waitFor() == 0
    }

    Environment.Host host(Map settings = [:]) {
        def known = folder.resolve('known')
        known.toFile().text = "[127.0.0.1]:${server.port} ${PublicKeyEntry.toString(server.keyPairProvider.loadKeys(null).first().public)}\n"
        new Environment.Host('win1', 'deploy', '127.0.0.1', server.port, Optional.empty(), Optional.of(folder.resolve('key')), Optional.empty(),
                Optional.of(known), Optional.empty(),
                new Environment.HostSettings(Optional.ofNullable(settings.in), settings.env ?: [:], Environment.HostSettings.Shell.POWERSHELL))
    }

    @Override
    void close() {
        server.stop(true)
    }

    /** One exec request: the command line, and standard input as the bootstrap takes it apart. */
    static class Request {
        final String line
        final String input

        Request(String line, String input) {
            this.line = line
            this.input = input
        }

        /** The script after {@code -EncodedCommand}. */
        String getLoader() {
            new String(line.tokenize(' ').last().decodeBase64(), 'UTF-16LE')
        }

        /** Every part of the input with its kind. */
        List<List<String>> getTokens() {
            input.trim().split('\\.').collect { [it[0], new String(it.substring(1).decodeBase64(), 'UTF-8')] }
        }

        /** The parts of one kind: {@code d} the folder, {@code e} a variable, {@code s} the script and its texts. */
        List<String> parts(String kind) {
            tokens.findAll { it[0] == kind }*.getAt(1)
        }

        String getScript() {
            parts('s')[0]
        }

        /** The values of the script's variables, with their kinds. */
        List<List<String>> getValues() {
            tokens.drop(tokens.findIndexOf { it[0] == 's' } + 1)
        }
    }

    private static class Cmd implements Command {
        final WindowsHost host
        final String line
        OutputStream outputStream
        OutputStream errorStream
        InputStream inputStream
        ExitCallback exitCallback

        Cmd(WindowsHost host, String line) {
            this.host = host
            this.line = line
        }

        @Override
        void start(ChannelSession channel, ServerEnvironment environment) {
            Thread.startDaemon {
                def request = new Request(line, inputStream.getText('US-ASCII'))
                host.requests << request
                if (!host.installed) {
                    errorStream.write("'powershell.exe' is not recognized as an internal or external command,\r\noperable program or batch file.\r\n".bytes)
                    errorStream.flush()
                    exitCallback.onExit(1)
                    return
                }
                def out = new PrintStream(outputStream, true, 'UTF-8')
                out.print("${request.parts('p')[0]}${request.parts('q')[0]}$PROCESS:$BEGAN]\r\n")
                def code = host.script.call(request, out)
                out.flush()
                exitCallback.onExit(code)
            }
        }

        @Override
        void destroy(ChannelSession channel) {
            // its thread ends by itself
        }
    }
}
