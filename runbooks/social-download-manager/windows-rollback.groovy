// Social Download Manager's rollback on Windows (plan, 4.1): from version 2.0 to version 1.2.1, in the plan's six steps.
// The plan's scripts run on the machine itself, as administrator; here the engine logs in over SSH with an administrator's account.
runbook('social-download-manager/windows-rollback') {                                   // covers D14
    description 'Put version 1.2.1 back on the Windows machines'
    owner 'technical-operations'
    // Plan 2.2, application rollback.
    rto 45.minutes, limit: 60.minutes
    // Plan 2.1, download history; see unix-rollback for the components with 0 minutes.
    rpo 5.minutes
    lock 'social-download-manager-windows'

    param 'reason', 'why we roll back, for the record', example: 'downloads fail'
    param 'version', 'the version to go back to', matching: ~/v\d+\.\d+\.\d+/, default: 'v1.2.1'
    param 'usersAffected', 'how many users are affected, for the messages', optional: true
    param 'systemsAffected', 'which systems are affected, for the messages', optional: true
    param 'nextSteps', 'what is done next, for the messages', optional: true
    param 'announce', 'whether this run sends the messages of the plan', type: Boolean, default: true

    def app = setting('windowsApp')
    def backups = setting('windowsEmergencyBackups')

    if (params.announce) {
        stakeholders 'social-download-manager/stakeholders'
    }

    phase('Before anything is stopped') {
        budget 4.minutes
        verify('The backups of the earlier version are there') {
            budget 2.minutes
            powershell """
                foreach (\$file in "\$env:APPDATA\\social-download-manager\\backup\\${params.version}\\config.json", "${app}\\backup\\${params.version}\\social-download-manager.exe") {
                    if (-not (Test-Path -LiteralPath \$file)) { throw "no backup: \$file is missing; manual recovery required" }
                }
                # Copied over the configuration folder, it would replace the history since the upgrade.
                if (Test-Path -LiteralPath "\$env:APPDATA\\social-download-manager\\backup\\${params.version}\\sdm.db") {
                    throw 'the backup of the configuration contains a database: move it away first'
                }
                if ((Get-PSDrive C).Free -lt ${setting('minimumFreeMegabytes')} * 1MB) { throw 'too little room on C:' }
            """, on: 'windows', atOnce: 10
        }
        verify('The database is not damaged, and of version 2.0.0 or 1.2.1') {
            budget 2.minutes
            powershell '''
                Set-Location "$env:APPDATA\\social-download-manager"
                $found = sqlite3 -cmd '.timeout 5000' sdm.db 'pragma integrity_check'
                if ($found -ne 'ok') { throw "the database is damaged: $found" }
                $version = sqlite3 -cmd '.timeout 5000' sdm.db 'select max(version) from schema_migrations'
                if (($version -ne '2.0.0') -and ($version -ne '1.2.1')) { throw "the schema is of version $version" }
            ''', on: 'windows', atOnce: 10
        }
    }

    phase('Roll back') {
        budget 31.minutes
        // Step 1.
        step('Stop version 2.0') {
            budget 2.minutes
            idempotent()
            stopsWrites()
            powershell '''
                Stop-Service -Name SocialDownloadManager -ErrorAction SilentlyContinue
                Stop-Process -Name social-download-manager -Force -ErrorAction SilentlyContinue
            ''', on: 'windows', atOnce: 10
            verify('No process of it is left') {
                every 2.seconds
                powershell '''
                    if (Get-Process -Name social-download-manager -ErrorAction SilentlyContinue) { throw 'it still runs' }
                ''', on: 'windows', atOnce: 10
            }
            undo {
                idempotent()
                powershell 'Start-Service -Name SocialDownloadManager', on: 'windows', atOnce: 10
            }
        }
        // Step 2. The program is copied too, so that all of it can be undone; a backup with fewer bytes ends the rollback.
        step('Create the emergency backup') {
            budget 8.minutes
            idempotent()
            powershell """
                \$to = "${backups}\\emergency_backup_${run.id}"
                New-Item -ItemType Directory -Path "\$to\\application" -Force | Out-Null
                Copy-Item -Path "\$env:APPDATA\\social-download-manager" -Destination \$to -Recurse -Force
                foreach (\$part in Get-ChildItem -Path "${app}") {
                    if (\$part.Name -ne 'backup') { Copy-Item -Path \$part.FullName -Destination "\$to\\application" -Recurse -Force }
                }
                \$original = Get-ChildItem -Path "\$env:APPDATA\\social-download-manager" -Recurse -File | Measure-Object -Property Length -Sum
                \$copy = Get-ChildItem -Path "\$to\\social-download-manager" -Recurse -File | Measure-Object -Property Length -Sum
                if ((\$copy.Count -ne \$original.Count) -or (\$copy.Sum -ne \$original.Sum)) { throw 'the backup differs from the original' }
            """, on: 'windows', atOnce: 10
        }
        // Step 3.
        step('Restore the configuration') {
            budget 3.minutes
            idempotent()
            powershell """
                Copy-Item -Path "\$env:APPDATA\\social-download-manager\\backup\\${params.version}\\*" -Destination "\$env:APPDATA\\social-download-manager" -Recurse -Force
            """, on: 'windows', atOnce: 10
            undo {
                idempotent()
                alsoIfFailed()
                powershell """
                    Copy-Item -Path "${backups}\\emergency_backup_${run.id}\\social-download-manager\\*" -Destination "\$env:APPDATA\\social-download-manager" -Recurse -Force
                """, on: 'windows', atOnce: 10
            }
        }
        // Step 4: the statements of database-rollback, which explains them. The emergency backup has the database as it was.
        step('Roll back the database in one transaction') {
            budget 10.minutes
            idempotent()
            powershell '''
                Set-Location "$env:APPDATA\\social-download-manager"
                if ((sqlite3 sdm.db 'select max(version) from schema_migrations') -ne '1.2.1') {
                    @'
                pragma foreign_keys = on;
                begin immediate;
                create temp table must_be_zero(n integer check (n = 0));
                create temp table before as
                    select (select count(*) from download_history) as downloads, (select count(*) from user_preferences) as preferences;
                alter table user_preferences add column v1_ui_preferences text;
                update user_preferences set v1_ui_preferences = coalesce(v2_theme_config, '{}') where v2_theme_config is not null;
                insert into must_be_zero
                    select count(*) from user_preferences where v2_theme_config is not null and v1_ui_preferences is null;
                alter table user_preferences drop column v2_theme_config;
                alter table user_preferences drop column v2_component_layout;
                alter table download_history add column legacy_ui_state text;
                alter table download_history drop column v2_component_id;
                alter table download_history drop column v2_state_snapshot;
                drop table if exists v2_component_states;
                drop table if exists v2_ui_components;
                drop table if exists v2_theme_configurations;
                drop table if exists v2_performance_metrics;
                update schema_migrations set version = '1.2.1' where version = '2.0.0';
                insert into must_be_zero select downloads - (select count(*) from download_history) from before;
                insert into must_be_zero select preferences - (select count(*) from user_preferences) from before;
                insert into must_be_zero select count(*) from pragma_foreign_key_check;
                commit;
'@ | sqlite3 -bail sdm.db
                    if ($LASTEXITCODE -ne 0) { throw 'the database was not converted; nothing in it has changed' }
                }
            ''', on: 'windows', atOnce: 10
        }
        // Step 5.
        step('Restore the application') {
            budget 4.minutes
            idempotent()
            powershell """
                Copy-Item -Path "${app}\\backup\\${params.version}\\*" -Destination "${app}" -Recurse -Force
            """, on: 'windows', atOnce: 10
            undo {
                idempotent()
                alsoIfFailed()
                powershell """
                    Copy-Item -Path "${backups}\\emergency_backup_${run.id}\\application\\*" -Destination "${app}" -Recurse -Force
                """, on: 'windows', atOnce: 10
            }
        }
        step('Start version 1.2.1') {
            budget 2.minutes
            idempotent()
            powershell 'Start-Service -Name SocialDownloadManager', on: 'windows', atOnce: 10
            undo {
                idempotent()
                alsoIfFailed()
                powershell 'Stop-Service -Name SocialDownloadManager', on: 'windows', atOnce: 10
            }
        }
        onFailure { undoAll() }
    }

    // Step 6.
    phase('Verify the rollback') {
        budget 5.minutes
        verify('The service runs, in the right version') {
            budget 2.minutes
            every 2.seconds
            powershell '''
                if ((Get-Service SocialDownloadManager).Status -ne 'Running') { throw 'it does not run' }
                (Get-Content "$env:APPDATA\\social-download-manager\\config.json" -Raw | ConvertFrom-Json).version
            ''', on: 'windows', atOnce: 10
            expect { hosts.every { it.ok && "v${it.stdout}" == params.version } }
        }
        // integrity-check is for macOS and Linux; these are its checks of the database, and of the user data.
        verify('Configuration, database and user data are whole') {
            budget 2.minutes
            powershell '''
                Set-Location "$env:APPDATA\\social-download-manager"
                foreach ($file in 'config.json', 'user_preferences.json', 'platform_settings.json', 'user_data\\saved_preferences.json', 'user_data\\platform_auth.json') {
                    Get-Content -Path $file -Raw | ConvertFrom-Json | Out-Null
                }
                $found = sqlite3 -cmd '.timeout 5000' sdm.db 'pragma integrity_check'
                if ($found -ne 'ok') { throw "the database is damaged: $found" }
                $lost = sqlite3 -cmd '.timeout 5000' sdm.db 'select count(*) from pragma_foreign_key_check'
                if ($lost -ne '0') { throw "$lost foreign keys point to a missing row" }
                $recorded = (Get-Content -Path 'user_data\\download_history.json' -Raw | ConvertFrom-Json).downloads
                $there = sqlite3 -cmd '.timeout 5000' sdm.db 'select count(*) from download_history'
                if ($recorded -gt $there) { throw "$there downloads are in the history, $recorded were recorded" }
            ''', on: 'windows', atOnce: 10
        }
    }

    // Every download that was recorded is in the history, as the last verify found; where it does not run there is no point.
    def points = verify('Up to when each machine has its downloads') {
        budget 1.minute
        powershell '''
            Set-Location "$env:APPDATA\\social-download-manager"
            sqlite3 -cmd '.timeout 5000' sdm.db "select strftime('%Y-%m-%dT%H:%M:%SZ') from download_history limit 1"
        ''', on: 'windows', atOnce: 10
    }
    recoveryPoint {
        budget 10.seconds
        shell "echo ${json(points.hosts*.stdout)} | tr -d '[]\"' | tr ',' '\\n' | sort | head -n 1"
    }
}
