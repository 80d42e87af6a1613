runbook('crash/also') {
    description 'What crash/main follows'

    step('Carry') {
        shell "echo Carry >> ${setting('effects')}; echo carried"
        undo {
            idempotent()
            shell "echo Undo Carry >> ${setting('effects')}"
        }
    }
}
