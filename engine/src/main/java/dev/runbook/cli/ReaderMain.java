package dev.runbook.cli;

import dev.runbook.compile.GroovyBoot;
import dev.runbook.terminal.Terminal;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** The main class of the {@link ReaderProcess}: answers command lines one by one until its input ends. */
public final class ReaderMain {
    private ReaderMain() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        DataOutputStream answers =
                new DataOutputStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)));
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        System.setOut(nowhere); // only answers are written there
        System.setErr(nowhere);
        Main.keepPicocliSmall();
        GroovyBoot.begin();
        BlockingQueue<ReaderRequest> requests = requests();
        while (true) {
            answer(requests.take()).writeTo(answers);
        }
    }

    /**
     * Receives requests while another is being answered, so that the process ends with its parent whatever it is doing.
     */
    private static BlockingQueue<ReaderRequest> requests() {
        BlockingQueue<ReaderRequest> requests = new LinkedBlockingQueue<>();
        Thread taking = new Thread(
                () -> {
                    try (DataInputStream in =
                            new DataInputStream(new BufferedInputStream(new FileInputStream(FileDescriptor.in)))) {
                        while (true) {
                            requests.add(ReaderRequest.readFrom(in));
                        }
                    } catch (IOException end) {
                        Runtime.getRuntime().halt(0);
                    }
                },
                "reader-requests");
        taking.setDaemon(true);
        taking.start();
        return requests;
    }

    private static ReaderAnswer answer(ReaderRequest request) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, false, StandardCharsets.UTF_8),
                new BufferedReader(new StringReader("")),
                Set.of(),
                request.columns(),
                request.colours());
        int exit = Main.run(request.arguments(), CliContext.ofReader(terminal));
        return new ReaderAnswer(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
