package dev.runbook.lab.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Map;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;

/**
 * Runs one command of a client as a process of this machine. As with OpenSSH, the client receives the exit status when
 * the process has ended and no process holds its output open, and a lost connection does not end the process.
 */
final class HostCommand implements Command {
    private final String command;
    private final Path home;
    private final Map<String, String> variables;
    private InputStream in;
    private OutputStream out;
    private OutputStream err;
    private ExitCallback exit;

    HostCommand(String command, Path home, Map<String, String> variables) {
        this.command = command;
        this.home = home;
        this.variables = variables;
    }

    @Override
    public void setInputStream(InputStream stream) {
        in = stream;
    }

    @Override
    public void setOutputStream(OutputStream stream) {
        out = stream;
    }

    @Override
    public void setErrorStream(OutputStream stream) {
        err = stream;
    }

    @Override
    public void setExitCallback(ExitCallback callback) {
        exit = callback;
    }

    @Override
    public void start(ChannelSession channel, Environment environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", command).directory(home.toFile());
        builder.environment().clear();
        builder.environment().putAll(variables);
        Process process = builder.start();
        environment.addSignalListener((session, signal) -> signal(process, signal.name()));
        thread("stdin", () -> feed(process));
        Thread errors = thread("stderr", () -> copy(process.getErrorStream(), err));
        thread("stdout", () -> {
            copy(process.getInputStream(), out);
            end(process, errors);
        });
    }

    private void end(Process process, Thread errors) {
        try {
            errors.join();
            exit.onExit(process.waitFor());
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private void feed(Process process) {
        try (OutputStream stdin = process.getOutputStream()) {
            copy(in, stdin);
        } catch (IOException ended) {
            // The process ended without reading all of its input.
        }
    }

    private static void copy(InputStream from, OutputStream to) {
        byte[] buffer = new byte[8192];
        try {
            for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
                to.write(buffer, 0, read);
                to.flush();
            }
        } catch (IOException gone) {
            // One of the two sides has closed the connection.
        }
    }

    private static void signal(Process process, String signal) {
        if (signal.equals("KILL")) {
            process.destroyForcibly();
        } else if (signal.equals("TERM") || signal.equals("INT") || signal.equals("HUP")) {
            process.destroy();
        }
    }

    private static Thread thread(String stream, Runnable work) {
        Thread thread = new Thread(work, "ssh command, " + stream);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    @Override
    public void destroy(ChannelSession channel) {
        // The process continues, as with OpenSSH.
    }
}
