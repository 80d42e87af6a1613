runbook('demo/formats') {
    description 'A little of everything that a journal records'
    rto 5.minutes
    rpo 1.hour

    recoveryPoint { shell 'date -u -d "-2 minutes" +%FT%TZ' }
    step('Prepare') {
        shell 'echo prepared'
        undo { shell 'true' }
    }
    step('Not needed') {
        onlyIf { 1 == 2 }
        shell 'true'
    }
    parallel('Checks') {
        atLeast 1
        verify('Good') { shell 'true' }
        verify('Bad') {
            shell 'exit 3'
            expect { exitCode == 0 }
        }
    }
    step('Optional') {
        shell 'exit 4'
        onFailure { carryOn() }
    }
    forEach('Tables', in: { ['a', 'b'] }) { table ->
        step('Copy') { shell "echo ${table}" }
    }
    step('Switch') {
        budget 1.minute
        shell 'echo switching; sleep 61; true'
    }
    step('Finish') { shell 'echo done' }
}
