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
        def flaky = step('Flaky') {
            idempotent()
            shell "echo Flaky >> ${setting('effects')}; test \$(grep -cx Flaky ${setting('effects')}) -ge 2 && printf 'a\\nb'"
            retry 1, every: 10.milliseconds
        }
        forEach('Each table', in: { flaky.lines }) { table ->
            step('Dump') {
                idempotent()
                shell "echo Dump ${table} >> ${setting('effects')}; echo ${table}"
                undo { shell "echo Undo Dump ${stdout} >> ${setting('effects')}" }
            }
        }
    }
    parallel('Switch') {
        step('Left') {
            shell "echo Left >> ${setting('effects')}"
        }
        step('Right') {
            idempotent()
            shell "echo Right >> ${setting('effects')}"
        }
    }
    step('Also') {
        follow 'crash/also'
    }
    step('Breaks') {
        idempotent()
        shell "echo Breaks >> ${setting('effects')}; exit 1"
        onFailure {
            def note = step('Note it') {
                idempotent()
                shell "echo Note it >> ${setting('effects')}; echo noted"
            }
            step('Mend') {
                shell "echo Mend >> ${setting('effects')}"
                verify('Mended') { shell "test ${note.stdout} = noted && grep -qx Mend ${setting('effects')}" }
            }
        }
    }
    onFailure {
        undoAll()
        fallBackTo 'crash/other'
    }
}
