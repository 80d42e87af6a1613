// Social Download Manager's data integrity verification (plan, 7.1 and 7.2): configuration files, database, user data.
// It only reads. What the plan's script reports as a warning is a verify here that fails and lets the run continue.
// The plan's JSON report with its counts is: runbook show last --format json
runbook('social-download-manager/integrity-check') {                                    // covers D76, D78
    description 'Verify that configuration, database and user data are whole'
    owner 'technical-operations'

    param 'version', 'the version that configuration and schema must have', matching: ~/v\d+\.\d+\.\d+/, default: 'v1.2.1'

    def config = setting('unixConfig')

    parallel('Configuration files') {                                                   // covers D34
        budget 90.seconds
        // Whether it is JSON is asked of SQLite on the machine: what the files say is nobody's business here.
        for (file in ['config.json', 'user_preferences.json', 'platform_settings.json']) {
            verify("$file is there, and is JSON") {
                budget 1.minute
                ssh """
                    cd "\$HOME/${config}"
                    test -s ${file} || { echo "${file} is missing or empty" >&2; exit 1; }
                    test "\$(sqlite3 :memory: "select json_valid(cast(readfile('${file}') as text))")" = 1 || { echo "${file} is not JSON" >&2; exit 1; }
                """, on: 'unix', atOnce: 10
            }
        }
        verify('The configuration is of the expected version, with all keys') {
            budget 1.minute
            ssh "cat \"\$HOME/${config}/config.json\"", on: 'unix', atOnce: 10
            // The keys are those of the plan's own test data (9.1).
            expect {
                hosts.every { it.ok && "v${it.json.version}" == params.version }
                hosts.every { it.json.ui_framework != null && it.json.theme_engine != null && it.json.performance_mode != null }
            }
        }
    }

    parallel('Database') {                                                              // covers D35
        budget 90.seconds
        // The plan's script opens the file and counts rows, which a damaged page elsewhere survives. SQLite's own two checks are added.
        verify('No page of the database is damaged') {
            budget 1.minute
            ssh "sqlite3 -cmd '.timeout 5000' \"\$HOME/${config}/sdm.db\" 'pragma integrity_check'", on: 'unix', atOnce: 10
            expect { hosts.every { it.ok && it.stdout == 'ok' } }
        }
        verify('No foreign key points to a missing row') {
            budget 1.minute
            ssh "sqlite3 -cmd '.timeout 5000' \"\$HOME/${config}/sdm.db\" 'select count(*) from pragma_foreign_key_check'", on: 'unix', atOnce: 10
            expect { hosts.every { it.ok && it.stdout == '0' } }
        }
        verify('All required tables are there') {
            budget 1.minute
            ssh """
                sqlite3 -cmd '.timeout 5000' "\$HOME/${config}/sdm.db" "select name from sqlite_master where type = 'table'"
            """, on: 'unix', atOnce: 10
            expect {
                hosts.every { it.ok && it.lines.contains('download_history') && it.lines.contains('user_preferences') }
                hosts.every { it.lines.contains('platform_configurations') && it.lines.contains('schema_migrations') }
            }
        }
        verify('The schema is of the expected version') {
            budget 1.minute
            ssh "sqlite3 -cmd '.timeout 5000' \"\$HOME/${config}/sdm.db\" 'select max(version) from schema_migrations'", on: 'unix', atOnce: 10
            expect { hosts.every { it.ok && "v${it.stdout}" == params.version } }
        }
        // The plan tests the counts for less than zero, which no count is. A history that is in use has rows, and the
        // application writes its number of rows to user_data at every backup: there must not be fewer.
        verify('Download history and preferences have the expected number of rows') {
            budget 1.minute
            ssh """
                cd "\$HOME/${config}"
                recorded=\$(sed -n 's/.*"downloads" *: *\\([0-9]*\\).*/\\1/p' user_data/download_history.json)
                sqlite3 -cmd '.timeout 5000' sdm.db "select (select count(*) from download_history) >= \${recorded:-0}
                    and (select count(*) from user_preferences) > 0"
            """, on: 'unix', atOnce: 10
            expect { hosts.every { it.ok && it.stdout == '1' } }
        }
    }

    parallel('User data') {                                                             // covers D36
        budget 90.seconds
        verify('The folder is there') {
            budget 1.minute
            ssh "test -d \"\$HOME/${config}/user_data\"", on: 'unix', atOnce: 10
        }
        for (file in ['download_history.json', 'saved_preferences.json', 'platform_auth.json']) {
            verify("$file is JSON, if it is there") {
                budget 1.minute
                ssh """
                    cd "\$HOME/${config}/user_data"
                    if [ -s ${file} ]; then
                        test "\$(sqlite3 :memory: "select json_valid(cast(readfile('${file}') as text))")" = 1 || { echo "${file} is not JSON" >&2; exit 1; }
                    fi
                """, on: 'unix', atOnce: 10
            }
            verify("Warning unless $file is there and not empty") {                     // covers D77
                budget 1.minute
                ssh "test -s \"\$HOME/${config}/user_data\"/${file}", on: 'unix', atOnce: 10
                onFailure { carryOn() }
            }
        }
    }
}
