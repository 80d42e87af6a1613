// Social Download Manager's staging test (plan 9.1 and 9.2): what a rollback does, in a separate folder on every machine of the environment.
// The plan has a Python suite and a script for the same three things. Decided: one runbook, with the limits of both.
runbook('social-download-manager/staging-test') {
    description 'Test the rollback of a configuration, a database and a thousand files, beside the application'
    owner 'technical-operations'
    rto 5.minutes

    param 'reason', 'what is tested, for the record', example: 'weekly test'

    def folder = "${setting('emergencyBackups')}/staging-${run.id}"

    step('Make the folder') {
        budget 30.seconds
        idempotent()
        ssh "umask 077; mkdir -p ${folder}/backup", on: 'unix', atOnce: 10
    }
    step('Configuration') {                                                             // covers D83
        budget 30.seconds
        idempotent()
        ssh """
            cd ${folder}
            echo '{"version": "2.0.0", "ui_framework": "v2_component_system"}' >config.json
            echo '{"version": "1.2.1", "ui_framework": "legacy_system"}' >backup/config.json
            cp -p backup/config.json config.json
            grep -q '"version": "1.2.1"' config.json
        """, on: 'unix', atOnce: 10
    }
    step('Database') {
        budget 30.seconds
        idempotent()
        ssh """
            cd ${folder}
            sqlite3 test.db "create table test_v2(id integer primary key, data text); insert into test_v2 values (1, 'v2_data')"
            sqlite3 test.db "drop table test_v2; create table test_v1(id integer primary key, legacy_data text); insert into test_v1 values (1, 'v1_data')"
            test "\$(sqlite3 test.db 'select count(*) from test_v1')" = 1
        """, on: 'unix', atOnce: 10
    }
    // The plan's limits are for the files alone, so these two do nothing else. Above the first limit the test has failed.
    step('A hundred files within 10 seconds') {                                         // covers D82
        budget 10.seconds
        idempotent()
        ssh """
            cd ${folder}
            i=0; while [ \$i -lt 100 ]; do echo "{\"test\": \$i}" >test_\$i.json; i=\$((i + 1)); done
            cp -p test_*.json backup/
        """, on: 'unix', atOnce: 10
    }
    // Above the second the plan's script prints a warning and ends well.
    step('A thousand files within 5 seconds') {                                         // covers D85
        budget 5.seconds
        idempotent()
        ssh """
            cd ${folder}
            i=0; while [ \$i -lt 1000 ]; do echo "test data \$i" >file_\$i.txt; i=\$((i + 1)); done
            cp -p file_*.txt backup/
        """, on: 'unix', atOnce: 10
        onFailure { carryOn() }
    }
    cleanup {
        step('Remove the folder') {
            budget 30.seconds
            idempotent()
            ssh "rm -rf ${folder}", on: 'unix', atOnce: 10
        }
    }
}
