package dev.runbook.lab.sdm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runbook.lab.Faults;
import dev.runbook.lab.LabHome;
import dev.runbook.lab.PartStatus;
import dev.runbook.lab.Parts;
import dev.runbook.lab.RunningEstate;
import dev.runbook.lab.Snapshot;
import dev.runbook.lab.http.Json;
import dev.runbook.lab.http.LabServer;
import dev.runbook.lab.http.Reply;
import dev.runbook.lab.mail.MailReceiver;
import dev.runbook.lab.webhook.WebhookReceivers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Social Download Manager's parts, running from {@link #start} to {@link #close}. */
final class RunningSdm implements RunningEstate {
    private final LabHome home;
    private final Parts parts = new Parts();
    private final List<Machine> machines = new ArrayList<>();
    private SdmFaults faults;

    private RunningSdm(LabHome home) {
        this.home = home;
    }

    static RunningSdm start(LabHome home) throws IOException, SQLException {
        RunningSdm lab = new RunningSdm(home);
        lab.parts.start(lab::startParts);
        return lab;
    }

    private void startParts() throws IOException {
        WebhookReceivers webhooks = parts.add(WebhookReceivers.start(SdmPort.WEBHOOKS.at(home), home.messages()));
        parts.add(MailReceiver.start(SdmPort.MAIL.at(home), home.mail()));
        parts.add(LabServer.open(
                "platforms", SdmPort.PLATFORMS.at(home), request -> Reply.json(Map.of("video", request.path()))));
        for (MachineKind kind : MachineKind.values()) {
            Machine machine = parts.add(new Machine(home, kind));
            machines.add(machine);
        }
        startMachines();
        faults = new SdmFaults(machines, webhooks);
    }

    /** Starts all machines at once: most of the time is that of the JVMs of their applications. */
    private void startMachines() {
        List<CompletableFuture<?>> starting = new ArrayList<>();
        for (Machine machine : machines) {
            starting.add(CompletableFuture.runAsync(machine::start));
        }
        try {
            CompletableFuture.allOf(starting.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException failure) {
            throw failure.getCause() instanceof RuntimeException cause ? cause : failure;
        }
    }

    @Override
    public Faults<?> faults() {
        return faults;
    }

    @Override
    public Snapshot snapshot() {
        Snapshot snapshot = new Snapshot();
        machines.forEach(machine -> new MachineSnapshot(machine).addTo(snapshot));
        return snapshot;
    }

    @Override
    public Optional<Reply> read(String path) {
        try {
            return path.equals("/telemetry")
                    ? Optional.of(Reply.json(new Telemetry(machines).read()))
                    : Optional.empty();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public ObjectNode details() {
        ObjectNode details = Json.object();
        machines.forEach(machine -> details.put(machine.kind().machine(), state(machine)));
        return details;
    }

    @Override
    public List<PartStatus> parts() {
        List<PartStatus> status = new ArrayList<>();
        for (Machine machine : machines) {
            status.add(new PartStatus(
                    "SSH " + machine.kind().machine(),
                    Machine.USER + "@" + machine.kind().port().hostPort(home),
                    state(machine) + "; home " + machine.disk()));
        }
        status.add(new PartStatus("keys", home.ssh().toString(), "a key and known_hosts for each machine"));
        status.add(new PartStatus("telemetry", SdmPort.LAB.url(home) + "/telemetry", "crashes and downloads"));
        status.add(new PartStatus("platforms", SdmPort.PLATFORMS.url(home), "what the application downloads from"));
        status.add(new PartStatus("webhooks", SdmPort.WEBHOOKS.url(home) + "/NAME", "kept in " + home.messages()));
        status.add(new PartStatus("mail", SdmPort.MAIL.hostPort(home), "kept in " + home.mail()));
        return status;
    }

    private static String state(Machine machine) {
        try {
            return "version " + Release.read(machine.program()).version() + (machine.running() ? " runs" : " is down");
        } catch (IOException unreadable) {
            return "no application";
        }
    }

    @Override
    public void close() {
        parts.close();
    }
}
