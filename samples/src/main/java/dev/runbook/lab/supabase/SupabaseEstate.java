package dev.runbook.lab.supabase;

import dev.runbook.lab.Estate;
import dev.runbook.lab.LabHome;
import dev.runbook.lab.RunningEstate;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

/**
 * The Supabase migration: the application on Supabase and on the target, each with PostgreSQL and files, a balancer, a
 * name server, the migration's controller, backups, monitoring, customers, webhook receivers and a mail server.
 */
public final class SupabaseEstate implements Estate {
    @Override
    public String name() {
        return "supabase-migration";
    }

    @Override
    public List<SupabasePort> ports() {
        return List.of(SupabasePort.values());
    }

    @Override
    public SupabasePort control() {
        return SupabasePort.LAB;
    }

    @Override
    public List<SupabaseFault> faults() {
        return List.of(SupabaseFault.values());
    }

    @Override
    public RunningEstate start(LabHome home) throws IOException, SQLException {
        return RunningSupabase.start(home);
    }
}
