package dev.runbook.action.copy

import dev.runbook.action.sql.script.SqlIdentifier
import dev.runbook.action.Attempts
import dev.runbook.action.Outcome
import dev.runbook.action.copy.CopySpec.IfNewer
import dev.runbook.value.Template

import java.time.Duration

/** Describes copies with what a specification is about, and carries them. */
trait Copies {
    CopySpec spec(Map options) {
        def table = name(options.table)
        new CopySpec(table, options.from as String, options.to as String, options.into ? name(options.into) : table,
                (options.key ?: ['id']) as List, (options.changed ?: 'updated_at') as String,
                Optional.ofNullable(options.since).map { new Template(['', ''], [it]) }, Optional.ofNullable(options.zone),
                (options.without ?: []) as List, Optional.ofNullable(options.softDeleted), Optional.ofNullable(options.tombstones),
                (options.ifNewer ?: IfNewer.REFUSE) as IfNewer, (options.batch ?: 1000) as int, SqlIdentifier.of('runbook_checkpoint'))
    }

    private static SqlIdentifier name(Object name) {
        name instanceof SqlIdentifier ? name : new SqlIdentifier(name.toString().split(/\./) as List<Object>)
    }

    Outcome carry(Attempts attempts, Map options, Duration budget = Duration.ofSeconds(60)) {
        attempts.perform(spec(options), budget)
    }
}
