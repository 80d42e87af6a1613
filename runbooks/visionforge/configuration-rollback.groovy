// VisionForge's configuration: back to the last good one.
runbook('visionforge/configuration-rollback') {
    description 'Put the previous .env in place and restart the application with it'
    owner 'devops'
    rto 10.minutes                                       // the plan gives none; inside the 30 minutes of a selective rollback
    lock 'visionforge'

    param 'reason', 'why, for the record', example: 'wrong database after a change of settings'

    def checkout = setting('checkout')

    verify('There is a previous configuration') {
        budget 20.seconds
        ssh "cd ${checkout} && test -s .env.backup", on: 'app1'
    }
    step('Restore the previous configuration') {                                        // covers V10
        budget 30.seconds
        idempotent()
        // What is replaced is kept: somebody will want to know what was wrong in it.
        ssh """
            cd ${checkout}
            test -e .env.before-${run.id} || cp -p .env .env.before-${run.id}
            cp .env.backup .env
        """, on: 'app1'
    }
    step('Stop the application') {                                                      // covers V10
        follow 'visionforge/stop-application'
    }
    step('Start the application') {
        follow 'visionforge/start-application'
    }
    stopClock()
}
