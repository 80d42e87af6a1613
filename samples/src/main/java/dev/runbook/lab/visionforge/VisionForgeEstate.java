package dev.runbook.lab.visionforge;

import dev.runbook.lab.Estate;
import dev.runbook.lab.LabHome;
import dev.runbook.lab.RunningEstate;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

/**
 * VisionForge: an application host over SSH with a git checkout, backups and a process that serves HTTP; PostgreSQL;
 * the external service that the application needs; webhook receivers and a mail server.
 */
public final class VisionForgeEstate implements Estate {
    @Override
    public String name() {
        return "visionforge";
    }

    @Override
    public List<VisionForgePort> ports() {
        return List.of(VisionForgePort.values());
    }

    @Override
    public VisionForgePort control() {
        return VisionForgePort.LAB;
    }

    @Override
    public List<VisionForgeFault> faults() {
        return List.of(VisionForgeFault.values());
    }

    @Override
    public RunningEstate start(LabHome home) throws IOException, SQLException {
        return RunningVisionForge.start(home);
    }
}
