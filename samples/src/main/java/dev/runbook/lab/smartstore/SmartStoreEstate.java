package dev.runbook.lab.smartstore;

import dev.runbook.lab.Estate;
import dev.runbook.lab.LabHome;
import dev.runbook.lab.RunningEstate;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

/**
 * SmartStore: a shop on a legacy and a new platform behind a load balancer, a stand-in of SQL Server with a database
 * for each, synchronization between them, a payment gateway, monitoring, webhook receivers, a mail server, and
 * shoppers.
 */
public final class SmartStoreEstate implements Estate {
    @Override
    public String name() {
        return "smartstore";
    }

    @Override
    public List<SmartStorePort> ports() {
        return List.of(SmartStorePort.values());
    }

    @Override
    public SmartStorePort control() {
        return SmartStorePort.LAB;
    }

    @Override
    public List<SmartStoreFault> faults() {
        return List.of(SmartStoreFault.values());
    }

    @Override
    public RunningEstate start(LabHome home) throws IOException, SQLException {
        return RunningSmartStore.start(home);
    }
}
