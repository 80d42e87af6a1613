package dev.runbook.action.ssh

import dev.runbook.environment.Environment
import dev.runbook.environment.SecretSource
import dev.runbook.machine.Machine

import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit

/** A real sshd of the test's own: loopback, a free port, keys and configuration in its own folder. */
class OpenSsh implements AutoCloseable {
    final Path folder
    final int port
    final Path key
    final Path knownHosts
    private Process server

    OpenSsh(Path folder, String... settings) {
        this.folder = folder
        port = new ServerSocket(0, 1, InetAddress.loopbackAddress).withCloseable { it.localPort }
        key = keyPair('user_key')
        keyPair('host_key')
        knownHosts = folder.resolve('known_hosts')
        knownHosts.toFile().text = "[127.0.0.1]:$port ${text('host_key.pub')}"
        admit('user_key.pub')
        folder.resolve('sshd_config').toFile().text = """
            ListenAddress 127.0.0.1:$port
            HostKey ${folder.resolve('host_key')}
            AuthorizedKeysFile ${folder.resolve('authorized_keys')}
            PidFile none
            StrictModes no
            UsePAM no
            PasswordAuthentication no
            PermitRootLogin yes
            LogLevel ERROR
            # the login shell reads no settings of whoever runs the tests: theirs may take long
            SetEnv HOME=$folder PATH=$folder/bin:${System.getenv('PATH')}
            ${settings.join('\n')}
        """.stripIndent()
        if (Machine.root) {
            Files.createDirectories(Path.of('/run/sshd'))
        }
        start()
    }

    static boolean isInstalled() {
        Machine.has('sshd') && Machine.has('ssh-keygen')
    }

    void start() {
        server = new ProcessBuilder(Machine.program('sshd').path, '-D', '-e', '-f', folder.resolve('sshd_config').toString())
                .redirectOutput(folder.resolve('sshd.log').toFile()).redirectError(folder.resolve('sshd.log').toFile()).start()
        def deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10)
        while (true) {
            try {
                new Socket('127.0.0.1', port).close()
                return
            } catch (ConnectException notYet) {
                if (!server.alive || System.nanoTime() > deadline) {
                    throw new IllegalStateException("sshd does not start: ${text('sshd.log')}", notYet)
                }
                Thread.yield()
            }
        }
    }

    Path keyPair(String name, String passphrase = '') {
        def file = folder.resolve(name)
        assert ['ssh-keygen', '-q', '-t', 'ed25519', '-N', passphrase, '-f', file.toString()].execute().waitFor() == 0
        file
    }

    Environment.Host host(Map options = [:]) {
        new Environment.Host(options.name ?: 'db1', options.user ?: System.getProperty('user.name'), options.address ?: '127.0.0.1',
                options.port ?: port, Optional.ofNullable(options.jump), Optional.ofNullable(options.containsKey('key') ? options.key : key),
                Optional.ofNullable(options.passphrase).map { new SecretSource.Plain(it) },
                Optional.of(options.knownHosts ?: knownHosts), Optional.empty(), options.settings ?: Environment.HostSettings.none())
    }

    /** Lets in whoever has one of these keys, and nobody else. */
    void admit(String... publicKeys) {
        folder.resolve('authorized_keys').toFile().text = publicKeys.collect { text(it) }.join('')
    }

    /** Lets in the user's key with a forced command, in the words of the login shell. */
    void force(String command) {
        folder.resolve('authorized_keys').toFile().text = "command=\"${command.replace('"', '\\"')}\" ${text('user_key.pub')}"
    }

    /** As if the user's login shell were {@code shell}. */
    void loginShell(String shell) {
        force("exec $shell -c \"\$SSH_ORIGINAL_COMMAND\"")
    }

    private String text(String name) {
        folder.resolve(name).toFile().text
    }

    long pid() {
        server.pid()
    }

    /** Ends the server and every connection with it. */
    @Override
    void close() {
        server.descendants().forEach { it.destroyForcibly() }
        server.destroyForcibly().waitFor()
    }
}
