// Social Download Manager's emergency recovery after a loss of data (plan, 6.1 scenario B).
runbook('social-download-manager/data-loss') {                                          // covers D12, D21, D22
    description 'Recover download history that was lost or damaged on macOS and Linux machines'
    owner 'technical-operations'
    // Plan 2.2, emergency recovery: 90 to 240 minutes, at most 360.
    rto 240.minutes, limit: 360.minutes
    // Plan 2.1, download history.
    rpo 5.minutes
    lock 'social-download-manager-unix'

    param 'reason', 'what was lost, for the record', example: 'half of the history is missing'
    param 'version', 'the version in use, which stays', matching: ~/v\d+\.\d+\.\d+/, default: 'v2.0.0'
    param 'usersAffected', 'how many users are affected, for the messages', optional: true

    def config = setting('unixConfig')

    // Plan 6.1 B: the data protection officer; 6.2: the levels of the escalation; 8.1: the matrix.
    notify('legal', 'technical-chat', 'technical-mail') {                               // covers D69
        on started
        template 'data-loss.md'
    }
    notify('technical-sms') {
        on started
        within 1.minute
        text "URGENT: Social Download Manager, data loss (${params.reason}). Stop writing to the affected machines."
    }
    notify('management', 'support-mail', 'support-tickets') {
        on started
        template 'data-loss.md'
    }
    notify('escalation-level-2') {
        after 15.minutes
        template 'escalation.md'
    }
    notify('escalation-level-3') {
        after 60.minutes
        template 'escalation.md'
    }
    notify('technical-chat', 'management', 'legal') {
        on succeeded
        template 'completed.md'
    }
    notify('technical-chat', 'technical-mail', 'management', 'legal') {
        on failed, aborted
        template 'not-completed.md'
    }
    notify('technical-chat', 'management') {
        on atRisk, breached
        template 'late.md'
    }

    // Plan: immediate response 0 to 10 minutes, recovery 10 to 180 minutes. Documenting, stopping and restoring are one runbook,
    // so the window of both is on it; its steps that belong to the first 10 minutes have budgets of 9 in all.
    // Not here: "isolate affected systems from network". This runbook reaches the machines over that network; the message to the
    // technical team asks for it, who does it by hand.
    step('Stop writes, and restore from backup and transaction log') {
        follow 'social-download-manager/restore-history'
    }
    step('Start the application where it is down') {
        budget 5.minutes
        idempotent()
        ssh '''
            case $(uname) in
                Darwin) sudo -n launchctl start social-download-manager ;;
                *) sudo -n systemctl start social-download-manager ;;
            esac
        ''', on: 'unix', atOnce: 10
    }
    step('Validate the recovered data') {
        follow 'social-download-manager/integrity-check'
    }

    // If the newest entry of the transaction log is in the database, nothing is missing up to now; else up to the newest download.
    def points = verify('Up to when each machine has its downloads') {
        budget 1.minute
        ssh """
            cd "\$HOME/${config}"
            last=\$(tail -n 1 history.log | sed 's/.*values (\\([0-9]*\\),.*/\\1/')
            sqlite3 -cmd '.timeout 5000' sdm.db "select case when exists (select 1 from download_history where id = \$last)
                then strftime('%Y-%m-%dT%H:%M:%SZ') else (select max(finished_at) from download_history) end"
        """, on: 'unix', atOnce: 10
    }
    recoveryPoint {
        budget 10.seconds
        shell "echo ${json(points.hosts*.stdout)} | tr -d '[]\"' | tr ',' '\\n' | sort | head -n 1"
    }
}
