// ERPGo's point-in-time recovery: the database as it was at a moment, from a base backup and the WAL archived since.
// covers E2, E29, E33
runbook('erpgo/database-pitr') {
    description 'Take the database back to the moment before rows were damaged'
    owner 'dba-oncall'
    rto 15.minutes
    rpo 5.minutes
    lock 'erpgo-database'

    param 'reason', 'why we go back, for the record', example: 'users have invalid addresses'
    param 'to', 'the moment to go back to, such as 2026-03-31T14:05:00Z or 10m.ago; left out: the last good one',
            type: Instant, optional: true

    def backups = setting('backups')
    def data = setting('databaseFolder')

    notify('everyone') {
        on started
        template 'recovery-started.md'
    }
    notify('everyone') {
        on succeeded
        template 'recovery-completed.md'
    }
    notify('everyone') {
        on failed, aborted
        template 'recovery-failed.md'
    }
    notify('everyone') {
        on atRisk, breached
        template 'recovery-late.md'
    }

    // Before anything is stopped: without these three a recovery cannot succeed, and nothing has been lost yet.
    // ERPGo's integrity job writes a record for every moment at which it found no damage: the time, and a checksum of each
    // table. Without -p to=… the newest record is the moment to go back to.
    def moment = verify('The moment to go back to is known') {
        budget 20.seconds
        if (params.to != null) {
            ssh """
                cat ${backups}/integrity/${params.to}.json 2>/dev/null ||
                    printf '{"at": "%s", "tables": null}' ${params.to}
            """, on: 'db1'
        } else {
            ssh "ls ${backups}/integrity/*.json | tail -n 1 | xargs cat", on: 'db1'
        }
        expect { ok; json.at != null }
    }
    def base = verify('There is a base backup from before') {
        budget 20.seconds
        ssh """
            ls ${backups}/base | awk -v moment=${moment.json.at} '\$0 < moment' | tail -n 1 | grep . ||
                { echo "no base backup had ended before ${moment.json.at}" >&2; exit 1; }
        """, on: 'db1'
    }
    def serving = verify('Which deployment serves') {
        budget 20.seconds
        shell "kubectl get service erpgo-api -o jsonpath='{.spec.selector.version}'"
        expect { ok; stdout in ['blue', 'green'] }
    }
    // The plan has one deployment. With two, the one that does not serve is the way back of the next rollback: it must be as before.
    def pods = verify('How many pods each deployment has') {
        budget 5.seconds
        shell """
            for version in blue green; do
                printf '%s=%s ' \$version "\$(kubectl get deployment erpgo-api-\$version -o jsonpath='{.spec.replicas}')"
            done
        """
        expect { ok; stdout ==~ /blue=\d+ green=\d+ ?/ }
    }

    step('Stop the application') {
        budget 60.seconds
        idempotent()
        stopsWrites()
        shell 'kubectl scale deployment erpgo-api-blue erpgo-api-green --replicas=0'
        verify('No request is served') {
            every 2.seconds
            http { get "${service('api')}/health" }
            expect { status != 200 }
        }
    }

    // A server that is down cannot be asked for its last transactions or for a backup. Its files are kept all the same.
    phase('Keep what there is') {
        budget 2.minutes
        // Recovery looks for the first commit after the moment and fails without one; this is one, if nothing else is.
        step('Mark the end of the log') {
            budget 10.seconds
            idempotent()
            sql 'select pg_current_xact_id()', on: 'erp'
            onFailure { carryOn() }
        }
        step('Archive the last transactions') {
            budget 10.seconds
            idempotent()
            sql 'select pg_switch_wal()', on: 'erp'
            onFailure { carryOn() }
        }
        step('Take an emergency backup') {
            budget 100.seconds
            idempotent()
            ssh """
                rm -rf ${backups}/emergency-${run.id} &&
                    pg_basebackup -D ${backups}/emergency-${run.id} -c fast -X none -l emergency
            """, on: 'db1'
            onFailure { carryOn() }
        }
    }

    phase('Put the base backup in place') {
        budget 200.seconds
        step('Stop the server') {
            budget 60.seconds
            idempotent()
            ssh "if pg_ctl -D ${data} status; then pg_ctl -D ${data} -m fast -t 50 -w stop; fi", on: 'db1'
        }
        step('Replace the data folder') {
            budget 2.minutes
            idempotent()
            // What was there is set aside, not removed; WAL that never reached the archive goes into the new folder.
            ssh """
                set -e
                test -d ${data}.before-${run.id} || mv ${data} ${data}.before-${run.id}
                rm -rf ${data}
                cp -a ${backups}/base/${base.stdout} ${data}
                cp -a ${data}.before-${run.id}/pg_wal/. ${data}/pg_wal/
            """, on: 'db1'
        }
        step('Say where recovery ends') {
            budget 20.seconds
            idempotent()
            // How archived WAL is fetched (restore_command) is configured in the server's own configuration.
            ssh """
                cat >> ${data}/postgresql.auto.conf <<SETTINGS
                recovery_target_time = '${moment.json.at}'
                recovery_target_action = 'promote'
                SETTINGS
                # The server takes an offset here, not the letter Z.
                sed -i "/^recovery_target_time/s/Z'/+00'/" ${data}/postgresql.auto.conf
                touch ${data}/recovery.signal
            """, on: 'db1'
        }
    }

    phase('Recover') {
        budget 4.minutes
        step('Start the server') {
            budget 60.seconds
            idempotent()
            ssh """
                if pg_ctl -D ${data} status; then exit 0; fi
                pg_ctl -D ${data} -l ${setting('databaseLog')} -t 50 -w start
            """, on: 'db1'
        }
        verify('Recovery has ended') {
            budget 3.minutes
            every 2.seconds
            sql 'select pg_is_in_recovery() as recovering', on: 'erp'
            expect { row.recovering == false }
        }
    }
    // What the server itself recovered: the time of the last transaction it replayed. Where it replayed none, the data is that of the
    // base backup, which is named by the moment it ended.
    recoveryPoint {
        budget 20.seconds
        sql """
            select coalesce(pg_last_xact_replay_timestamp(), ${base.stdout}::timestamptz) as recovered_to
        """, on: 'erp'
    }

    phase('Verify the rows') {
        budget 60.seconds
        parallel('Rows') {
            for (table in ['orders', 'stock', 'users']) {
                verify("Every row of $table is as it was") {
                    onlyIf { moment.json.tables != null }        // a moment of one's own choosing has no checksums
                    sql "select row_count, checksum from table_checksums where table_name = ${table}", on: 'erp'
                    expect {
                        row.row_count == moment.json.tables[table].rows
                        row.checksum == moment.json.tables[table].checksum
                    }
                }
            }
            verify('No row is damaged any more') {
                sql 'select table_name, id, violation from integrity_violations limit 20', on: 'erp'
                expect { rows.size() == 0 }
            }
        }
    }

    step('Start the application again') {
        budget 90.seconds
        idempotent()
        shell "kubectl scale deployment erpgo-api-${serving.stdout} --replicas=3"
        verify('It is rolled out') {
            shell "kubectl rollout status deployment/erpgo-api-${serving.stdout} --timeout=80s"
        }
    }
    verify('Customers are served') {
        budget 30.seconds
        every 2.seconds
        http { get "${service('api')}/api/v1/system/status" }
        expect { status == 200; json.status == 'operational' }
    }
    step('Start the other deployment as it was') {
        budget 5.seconds
        idempotent()
        shell """
            for pods in \$(echo ${pods.stdout}); do
                [ "\${pods%=*}" = ${serving.stdout} ] || kubectl scale deployment "erpgo-api-\${pods%=*}" --replicas="\${pods#*=}"
            done
        """
        onFailure { carryOn() }                              // customers are served
    }

    onFailure {
        notify('incident-commander') {
            text "The recovery of ERPGo's database failed (${params.reason}). Once replaced, the data folder as it was is ${data}.before-${run.id} on db1."
        }
    }
}
