// SmartStore's data centre failover (executive summary: RTO 4 hours, RPO 30 minutes, 60 % automated). The plan has these targets and no
// procedure. THE ORDER BELOW IS OURS: the plan's full recovery, run in the second data centre, between two acts of people, each
// of which the engine waits for and verifies. Have it reviewed by whoever owns the second data centre before relying on it.
runbook('smartstore/data-centre-failover') {                                        // covers S7
    description 'Recover SmartStore in the second data centre'
    owner 'platform-oncall'
    rto 4.hours
    rpo 30.minutes

    param 'reason', 'why we fail over, for the record', example: 'the first data centre has no power'
    param 'to', 'the moment the database goes back to', type: Instant, default: 4.minutes.ago

    stakeholders 'smartstore/stakeholders'
    notify('legal') {
        on started
        within 4.hours
        template 'business-impact.md'
    }

    phase('The second data centre takes over the infrastructure') {
        budget 1.hour
        notify('tech-team') {
            text "Data centre failover (${params.reason}): bring up network, storage and SQL Server of the second data centre, and mount the backups there. The run continues when its SQL Server can read the full backup."
        }
        verify('SQL Server of the second data centre can read the full backup') {
            every 30.seconds
            sql "restore verifyonly from disk = ${literal(setting('baseBackup'))} with checksum", on: 'master'
        }
        verify('The load balancer of the second data centre answers') {
            budget 10.minutes
            every 15.seconds
            http { get "${service('loadbalancer')}/environments/blue_legacy" }
        }
    }
    phase('Full recovery there') {
        budget 2.hours
        step('Recover the whole system') {
            budget 2.hours
            follow 'smartstore/full-recovery'
        }
    }
    phase('Customers reach the second data centre') {
        budget 55.minutes
        notify('tech-team') {
            text 'Data centre failover: point the public names at the second data centre. The run continues when its legacy system is reached by them.'
        }
        verify('The public address is served') {
            budget 50.minutes
            every 30.seconds
            holds 1.minute
            http { get "${service('legacy')}/health" }
            expect { status == 200; json.status == 'healthy' }
        }
        step('Validate') {
            budget 5.minutes
            follow 'smartstore/validation'
        }
    }
}
