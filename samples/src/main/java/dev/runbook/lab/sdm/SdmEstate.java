package dev.runbook.lab.sdm;

import dev.runbook.lab.Estate;
import dev.runbook.lab.LabHome;
import dev.runbook.lab.RunningEstate;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

/**
 * Social Download Manager: the machines of three users over SSH, the platforms that the application downloads from,
 * its telemetry, webhook receivers and a mail server.
 */
public final class SdmEstate implements Estate {
    @Override
    public String name() {
        return "social-download-manager";
    }

    @Override
    public List<SdmPort> ports() {
        return List.of(SdmPort.values());
    }

    @Override
    public SdmPort control() {
        return SdmPort.LAB;
    }

    @Override
    public List<SdmFault> faults() {
        return List.of(SdmFault.values());
    }

    @Override
    public RunningEstate start(LabHome home) throws IOException, SQLException {
        return RunningSdm.start(home);
    }
}
