// VisionForge's code: back to the release before.
runbook('visionforge/code-rollback') {
    description 'Check out the previous release, install its packages, and start it'
    owner 'devops'
    rto 10.minutes                                       // the plan gives none; inside the 30 minutes of a selective rollback
    lock 'visionforge'

    param 'reason', 'why, for the record', example: 'the release answers with errors'
    param 'release', 'the commit or tag to return to; left out: the release before this one',
            matching: ~/[\w.-]+/, optional: true

    def checkout = setting('checkout')

    def previous = verify('The release to return to') {
        budget 30.seconds
        if (params.release != null) {
            ssh "cd ${checkout} && git rev-parse --verify --quiet ${params.release + '^{commit}'} >/dev/null && echo ${params.release}", on: 'app1'
        } else {
            // The plan's [previous-commit-hash]: every release is a tag, and the one before is the nearest below.
            ssh "cd ${checkout} && git describe --tags --abbrev=0 'HEAD^'", on: 'app1'
        }
    }
    step('Stop the application') {
        follow 'visionforge/stop-application'
        stopsWrites()
    }
    step('Check out the release') {                                                     // covers V9
        budget 1.minute
        idempotent()
        ssh "cd ${checkout} && git checkout --force --quiet ${previous.stdout}", on: 'app1'
    }
    step('Install its packages') {                                                      // covers V9
        budget 3.minutes
        idempotent()
        ssh "cd ${checkout} && npm install", on: 'app1'
        retry 1, every: 5.seconds
    }
    step('Start the application') {                                                     // covers V9
        follow 'visionforge/start-application'
    }
    stopClock()
}
