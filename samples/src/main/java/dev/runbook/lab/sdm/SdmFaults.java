package dev.runbook.lab.sdm;

import dev.runbook.lab.Faults;
import dev.runbook.lab.sdm.Release.Defect;
import dev.runbook.lab.webhook.WebhookReceivers;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Breaks parts of the estate and repairs them, and tracks what is broken. Thread-safe. */
final class SdmFaults implements Faults<SdmFault> {
    private static final int PAGE = 4096;

    private final List<Machine> machines;
    /** The machine whose files are damaged. */
    private final Machine linux;

    private final WebhookReceivers webhooks;
    private final Set<SdmFault> present = EnumSet.noneOf(SdmFault.class);

    SdmFaults(List<Machine> machines, WebhookReceivers webhooks) {
        this.machines = machines;
        this.linux = machines.stream()
                .filter(machine -> machine.kind() == MachineKind.LINUX)
                .findFirst()
                .orElseThrow();
        this.webhooks = webhooks;
    }

    @Override
    public List<SdmFault> known() {
        return List.of(SdmFault.values());
    }

    /** Returns the faults present now, without those that a recovery has repaired. */
    @Override
    public synchronized Set<SdmFault> present() {
        Set<SdmFault> now = EnumSet.noneOf(SdmFault.class);
        present.stream().filter(this::stillThere).forEach(now::add);
        return now;
    }

    private boolean stillThere(SdmFault fault) {
        try {
            return switch (fault) {
                case CRASH_LOOP, SLOW, DOWNLOADS_FAIL ->
                    !Release.read(linux.program()).defects().isEmpty();
                case DATABASE_CORRUPT -> !linux.folder().history().intact();
                case LOST_ROWS ->
                    linux.folder().history().downloads() < linux.folder().recordedDownloads();
                case CONFIG_CORRUPT ->
                    !Files.readString(linux.folder().configuration())
                            .stripTrailing()
                            .endsWith("}");
                case BACKUP_DAMAGED ->
                    linux.folder().backups().stream().anyMatch(backup -> !new History(backup).intact());
                case BACKUP_LOST -> !Files.exists(linux.oldProgram());
                default -> true;
            };
        } catch (IOException | SQLException unreadable) {
            return true;
        }
    }

    /** Adds a fault; returns a line that describes the result. */
    @Override
    public synchronized String add(SdmFault fault) throws IOException, SQLException {
        switch (fault) {
            case CRASH_LOOP -> defects(Release.NEW, Set.of(Defect.CRASHES));
            case SLOW -> defects(Release.NEW, Set.of(Defect.SLOW));
            case DOWNLOADS_FAIL -> defects(Release.NEW, Set.of(Defect.NO_TIKTOK));
            case OLD_VERSION_FAILS -> defects(Release.OLD, Set.of(Defect.DOES_NOT_START));
            case CONVERSION_BLOCKED ->
                history().execute("alter table download_history add column legacy_ui_state text");
            case CONFIG_CORRUPT -> cutOff(linux.folder().configuration());
            case DATABASE_CORRUPT -> overwritePages(history().file());
            case LOST_ROWS -> history().execute("delete from download_history where id % 2 = 0");
            case BACKUP_DAMAGED -> {
                List<Path> backups = linux.folder().backups();
                cutOff(backups.get(backups.size() - 1));
            }
            case BACKUP_LOST -> linux.loseOldVersion();
            case WEBHOOKS_DOWN -> webhooks.refuse(true);
        }
        present.add(fault);
        return fault.what();
    }

    /**
     * Removes a fault by installing version 2.0 afresh, with new data, on the machines that the fault affects; this
     * removes their other faults too, and undoes a rollback.
     */
    @Override
    public synchronized String remove(SdmFault fault) throws IOException, SQLException {
        if (fault == SdmFault.WEBHOOKS_DOWN) {
            webhooks.refuse(false);
            present.remove(fault);
            return "mended";
        }
        List<Machine> affected = fault.everywhere() ? machines : List.of(linux);
        for (Machine machine : affected) {
            machine.reinstall();
        }
        present.removeIf(other -> other != SdmFault.WEBHOOKS_DOWN && (fault.everywhere() || !other.everywhere()));
        return "mended; version 2.0 is installed afresh on "
                + affected.stream().map(machine -> machine.kind().machine()).collect(Collectors.joining(", "));
    }

    private void defects(String version, Set<Defect> defects) throws IOException {
        for (Machine machine : machines) {
            machine.setDefects(version, defects);
        }
    }

    private History history() {
        return linux.folder().history();
    }

    private static void cutOff(Path file) throws IOException {
        try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "rw")) {
            content.setLength(content.length() / 2);
        }
    }

    /** Overwrites pages in the middle of the file; the first pages, with the schema, remain. */
    private static void overwritePages(Path file) throws IOException {
        try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "rw")) {
            long middle = content.length() / PAGE / 2;
            byte[] garbage = new byte[PAGE];
            Arrays.fill(garbage, (byte) 0xA5);
            for (long page = middle; page < middle + 3; page++) {
                content.seek(page * PAGE);
                content.write(garbage);
            }
        }
    }
}
