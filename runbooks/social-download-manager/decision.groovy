// Social Download Manager's triggers (plan, 3.1). The application's telemetry counts what its machines report.
// Not here: a critical security vulnerability, at once, in less than 5 minutes. The plan does not say who finds one; the pipeline
// of the scanner does, and starts: runbook run social-download-manager/rollback -e production -p reason='CVE-…'   // covers D49
triggers('social-download-manager/decision') {
    every 15.seconds

    def telemetry = measure('Telemetry of all machines') {
        budget 5.seconds
        http { get "${service('telemetry')}/telemetry" }
    }

    // At once, in less than 5 minutes.
    trigger('Data corruption detected') {                                               // covers D50
        severity critical
        when { telemetry.json.damagedDatabases > 0 }
        start 'social-download-manager/system-corruption', reason: "${telemetry.json.damagedDatabases} machines report a damaged database"
        tell 'technical-chat'
    }
    trigger('Data loss detected') {
        severity critical
        when { telemetry.json.shrunkHistories > 0 }
        start 'social-download-manager/data-loss', reason: "${telemetry.json.shrunkHistories} machines report lost downloads"
        tell 'technical-chat'
    }

    // After validation, in less than 15 minutes. The plan gives the crashes no time: 15 minutes, the time in which it wants an answer.
    // Validated are the backups, by the first phase of both runbooks: without them nothing is stopped.
    trigger('More than 3 crashes of a macOS or Linux machine') {                        // covers D51
        severity high
        when { telemetry.json.crashes.unix > 3 }
        start 'social-download-manager/unix-rollback', reason: "${telemetry.json.crashes.unix} crashes in 15 minutes"
        tell 'technical-chat'
    }
    trigger('More than 3 crashes of a Windows machine') {                               // covers D51
        severity high
        when { telemetry.json.crashes.windows > 3 }
        start 'social-download-manager/windows-rollback', reason: "${telemetry.json.crashes.windows} crashes in 15 minutes"
        tell 'technical-chat'
    }

    // A person decides, in less than 30 and 60 minutes: with planned-rollback, which asks the one who may.
    // The plan says 50 percent of what: of the time for a download that version 1.2.1 needs (5.2).
    trigger('Downloads take more than half as long again') {                            // covers D52
        severity high
        sustained 1.minute
        when { telemetry.json.averageMillis > 1.5 * setting('usualDownloadMillis') }
        tell 'technical-chat'
    }
    // The plan does not say which features: downloads are what can be counted.
    trigger('More than 25 percent of downloads fail') {                                 // covers D53
        severity medium
        sustained 1.minute
        when { telemetry.json.failedPercent > 25 }
        tell 'technical-chat'
    }
}
