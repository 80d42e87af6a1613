package dev.runbook.compile

import dev.runbook.AuthorException
import dev.runbook.plan.Task
import spock.lang.Specification

/** {@code recoveryPoint backup.json.takenAt}: a recovery point from a value of an earlier step. */
class RecoveryPointValueSpec extends Specification implements RunbookTexts, ReadPlans {
    static final BACKUP = "def backup = step('Backup') { shell './restore.sh' }\n"

    def 'the value of the run is the answer: #value'() {
        given:
        def runbook = check(inRunbook("rpo 5.minutes\n" + BACKUP + "recoveryPoint $value"))
        def point = runbook.plan().nodes()[1] as Task

        expect:
        point.kind() == Task.Kind.RECOVERY_POINT
        point.name() == 'Recovery point'
        shown(point).contains('Backup: ')

        when:
        runbook.runsWith(known(Backup: [stdout: '2026-03-31T14:00:00Z', json: [takenAt: '2026-03-31T14:00:00Z'], ok: true]))

        then:
        String.valueOf(point.body().read().act().action().value()) == '2026-03-31T14:00:00Z'

        where:
        value << ['backup.json.takenAt', 'backup.stdout', 'time(backup.stdout)']
    }

    def 'a missing value fails the step, with the reason'() {
        given:
        def runbook = check(inRunbook(BACKUP + "recoveryPoint backup.json.nothing"))
        runbook.runsWith(known(Backup: [json: [takenAt: 'x'], ok: true]))

        when:
        (runbook.plan().nodes()[1] as Task).body().read()

        then:
        def refused = thrown(AuthorException)
        refused.message.contains("json.nothing' is missing")
    }

    def 'several recovery points by name, each with its rpo'() {
        given:
        def plan = check(inRunbook(BACKUP + """
            rpo 'History', 5.minutes
            rpo 'Settings', 0.minutes
            recoveryPoint('History') { sql 'select max(at) from downloads', on: 'app' }
            recoveryPoint 'Settings', backup.json.at""")).plan()

        expect:
        plan.namedRpos() == [History: java.time.Duration.ofMinutes(5), Settings: java.time.Duration.ZERO]
        plan.nodes()*.name() == ['Backup', 'History', 'Settings']
        plan.nodes()[1..2]*.kind().unique() == [Task.Kind.RECOVERY_POINT]
    }

    def 'wrong input has one clear line: #use'() {
        expect:
        messageOf(inRunbook(BACKUP + use)).readLines()[0].contains(message)

        where:
        use                                                                    || message
        "recoveryPoint '2026-03-31T14:00:00Z'"                                 || 'a recovery point is measured: this value is known before the run'
        'recoveryPoint 7'                                                      || "'recoveryPoint' cannot take a number"
        'recoveryPoint backup'                                                 || "'recoveryPoint' cannot take the result of a step"
        "rpo 'History', 5.minutes"                                             || "the rpo 'History' has no recovery point"
        "recoveryPoint('History') { shell 'date' }"                            || "the recovery point 'History' has no rpo of that name"
        "recoveryPoint backup.json.at\nrecoveryPoint { shell 'date' }"         || "'Recovery point' is already the name of something else"
    }
}
