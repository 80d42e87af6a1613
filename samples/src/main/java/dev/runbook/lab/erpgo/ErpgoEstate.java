package dev.runbook.lab.erpgo;

import dev.runbook.lab.Estate;
import dev.runbook.lab.LabHome;
import dev.runbook.lab.RunningEstate;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

/**
 * ERPGo: PostgreSQL, the API in blue and green pods behind a balancer, Kubernetes, the database host over SSH, webhook
 * receivers, a mail server, and customers.
 */
public final class ErpgoEstate implements Estate {
    @Override
    public String name() {
        return "erpgo";
    }

    @Override
    public List<ErpgoPort> ports() {
        return List.of(ErpgoPort.values());
    }

    @Override
    public ErpgoPort control() {
        return ErpgoPort.LAB;
    }

    @Override
    public List<ErpgoFault> faults() {
        return List.of(ErpgoFault.values());
    }

    @Override
    public RunningEstate start(LabHome home) throws IOException, SQLException {
        return RunningErpgo.start(home);
    }
}
