package dev.runbook.action

import dev.runbook.action.shell.ShellScript
import dev.runbook.action.shell.ShellSpec
import dev.runbook.action.sql.SqlSpec
import dev.runbook.action.ssh.SshSpec
import dev.runbook.value.Template

/** Actions without options, for specifications. */
class Specs {
    static ShellSpec shell(Template text) {
        new ShellSpec(new ShellScript.Text(text), Optional.empty(), Optional.empty(), [:])
    }

    static SshSpec ssh(ShellScript script, String on) {
        new SshSpec(script, on, Optional.empty(), Optional.empty(), Optional.empty(), [:])
    }

    static SqlSpec sql(Template text, String database) {
        sql(new SqlSpec.Script.Text(text), database, [:], false)
    }

    static SqlSpec sql(SqlSpec.Script script, String database, Map with, boolean transaction) {
        new SqlSpec(script, database, with, transaction, false, false)
    }
}
