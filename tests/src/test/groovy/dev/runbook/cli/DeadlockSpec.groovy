package dev.runbook.cli

import dev.runbook.action.sql.SharedPostgres
import java.nio.file.Path
import java.util.concurrent.CompletableFuture
import java.util.concurrent.TimeUnit
import java.util.concurrent.locks.LockSupport
import spock.lang.Specification
import spock.lang.TempDir

/** A step that PostgreSQL aborts in a deadlock with another session. */
class DeadlockSpec extends Specification {
    @TempDir
    Path folder

    def 'a step in one transaction has changed nothing, and is repeated without idempotent()'() {
        given:
        SharedPostgres.ask('drop table if exists accounts; create table accounts (id int primary key, n int); insert into accounts values (1, 0), (2, 0)')
        def rig = new CommandRig(folder)
        rig.variables.PASSWORD = 'postgres'
        rig.write('runbooks/demo/environments/lab.yaml',
                "databases: { shop: { url: 'jdbc:postgresql://127.0.0.1:${SharedPostgres.server().port}/postgres', user: postgres, password: { env: PASSWORD } } }\n")
        rig.runbook('demo/move', '''
            step('Move') {
                budget 50.seconds
                retry 2
                sql """
                    set local deadlock_timeout = '1500ms';
                    update accounts set n = n + 1 where id = 2;
                    update accounts set n = n + 1 where id = 1
                """, on: 'shop', transaction: true
            }
            ''')
        def other = SharedPostgres.server().postgresDatabase.connection
        other.autoCommit = false
        other.createStatement().execute("set local deadlock_timeout = '1min'; update accounts set n = n + 10 where id = 1")

        when:
        def answer = CompletableFuture.supplyAsync { rig.run('run', 'demo/move', '-e', 'lab') }
        untilSomebodyWaits()
        other.createStatement().execute('update accounts set n = n + 10 where id = 2')
        other.commit()

        then:
        with(answer.get(1, TimeUnit.MINUTES)) {
            assert it.exit == 0: it.out
            it.out.contains('attempt 1 failed: ERROR 40P01: deadlock detected')
            it.out.contains('its transaction was rolled back; nothing was changed, so the step can be repeated')
        }
        SharedPostgres.ask('select n from accounts order by id')*.n == [11, 11]

        cleanup:
        other?.close()
    }

    private static void untilSomebodyWaits() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30)
        while (SharedPostgres.ask('select 1 as waits from pg_locks where not granted').empty) {
            assert System.nanoTime() < end
            LockSupport.parkNanos(10_000_000)
        }
    }
}
