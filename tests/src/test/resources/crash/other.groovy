runbook('crash/other') {
    description 'What crash/main falls back to'

    step('Restore') {
        shell "echo Restore >> ${setting('effects')}"
    }
    verify('Restored') {
        shell "grep -qx Restore ${setting('effects')}"
    }
}
