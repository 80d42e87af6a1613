runbook('crash/main') {
    description 'A bit of everything a run can die in; every action adds its name to a file'
    rto 5.minutes

    step('Prepare') {
        shell "echo Prepare >> ${setting('effects')}"
        undo { shell "echo Undo Prepare >> ${setting('effects')}" }
    }
    phase('Stop the writers') {
        step('Drain') {
            alreadyDone { shell "grep -qx Drain ${setting('effects')}" }
            shell "echo Drain >> ${setting('effects')}"
            undo {
                idempotent()
                shell "echo Undo Drain >> ${setting('effects')}"
            }
        }
        step('Flaky') {
            idempotent()
            shell "echo Flaky >> ${setting('effects')}; test \$(grep -cx Flaky ${setting('effects')}) -ge 2"
            retry 1, every: 10.milliseconds
        }
    }
    parallel('Switch') {
        step('Left') {
            shell "echo Left >> ${setting('effects')}"
            undo { shell "echo Undo Left >> ${setting('effects')}" }
        }
        step('Right') {
            idempotent()
            shell "echo Right >> ${setting('effects')}"
        }
    }
    step('Breaks') {
        idempotent()
        shell "echo Breaks >> ${setting('effects')}; exit 1"
        onFailure {
            step('Note it') {
                shell "echo Note it >> ${setting('effects')}"
            }
        }
    }
    onFailure {
        undoAll()
        fallBackTo 'crash/other'
    }
}
