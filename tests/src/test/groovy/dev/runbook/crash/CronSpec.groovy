package dev.runbook.crash

import dev.runbook.journal.event.ExitCode
import dev.runbook.machine.Machine
import dev.runbook.machine.Thorough
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import spock.lang.Requires
import spock.lang.Specification
import spock.lang.TempDir

/** A run started by cron: with a PATH of two folders, no LANG and no terminal. */
@Thorough('an engine process for each case')
class CronSpec extends Specification {
    private static final Map<String, String> OF_CRON = [PATH: '/usr/bin:/bin', HOME: '/root', LOGNAME: 'root', SHELL: '/bin/sh']

    @TempDir
    Path folder

    def 'a step finds the programs of the system, and texts keep their characters'() {
        given:
        runbook('''
            step('Look') {
                shell 'echo "é – $PATH"'
                expect { stdout == 'é – /usr/bin:/bin:/usr/sbin:/sbin:/usr/local/sbin:/usr/local/bin' }
            }
            ''')

        expect:
        run(OF_CRON) == ExitCode.OK.number()
        printed().contains('é – /usr/bin:/bin:')
    }

    @Requires(value = { Machine.root && Machine.has('runuser') }, reason = 'needs root and util-linux')
    def 'another user can be used although PATH lacks the folder of the program for it'() {
        given:
        runbook('''
            step('Become') {
                shell 'id -un; command -v runuser', user: 'nobody'
                expect { lines[0] == 'nobody' }
            }
            ''')

        expect:
        run(OF_CRON) == ExitCode.OK.number()
    }

    def 'variables with secrets are not in the environment of a step, others are'() {
        given:
        Files.writeString(folder.resolve('environments.yaml'), '''\
            secrets: { token: { env: APP_TOKEN } }
            databases: { shop: { url: 'jdbc:postgresql://localhost/shop?sslmode=disable', user: app, password: { env: APP_DB } } }
            '''.stripIndent())
        runbook('''
            step('Look') {
                shell "echo \\"\\${APP_TOKEN-unset} \\${APP_DB-unset} \\${APP_OTHER-unset}\\"; test -n ${secret('token')}"
                expect { stdout == 'unset unset other' }
            }
            ''')

        expect:
        run(OF_CRON + [APP_TOKEN: 'top-secret', APP_DB: 'db-secret', APP_OTHER: 'other'], '-e', folder.resolve('environments.yaml')) == ExitCode.OK.number()
    }

    def 'programs that a step needs and this machine lacks are reported before the first step'() {
        given:
        script('one.sh', '#!/usr/bin/env no-such-shell\ntrue\n')
        script('two.sh', '#!/opt/none/python3\ntrue\n')
        script('three.sh', '#!/usr/bin/env sh\ntrue\n')
        runbook('''
            step('First') { shell 'touch first' }
            step('Two of them') { shell file: 'one.sh' }
            step('Fine') { shell file: 'three.sh' }
            onFailure { step('Rescue') { shell file: 'two.sh' } }
            ''')

        expect:
        run(OF_CRON) == ExitCode.NOT_STARTED.number()
        printed().contains("$folder/runbooks/demo/one.sh needs no-such-shell, which is not installed on this machine\n")
        printed().contains("$folder/runbooks/demo/two.sh needs /opt/none/python3, which is not installed on this machine\n")
        printed().contains('nothing was started')
        !printed().contains('three.sh')
        !Files.exists(folder.resolve('first'))
    }

    def 'a variable with an unusable proxy is reported before the first step, without its value'() {
        given:
        runbook("""
            step('First') { shell 'touch first' }
            step('Ask') { http { get 'http://shop.test/' } }
            """)

        expect:
        run(OF_CRON + [http_proxy: 'ftp://me:pr0xy-pass@p']) == ExitCode.NOT_STARTED.number()
        printed().contains('the environment variable http_proxy is not the address of a proxy the engine can use: write http://host:port or socks5://host:port\nnothing was started')
        !printed().contains('pr0xy-pass')
        !Files.exists(folder.resolve('first'))
    }

    private void runbook(String body) {
        script('one.groovy', "runbook('demo/one') {\n${body.stripIndent()}\n}\n")
    }

    private void script(String name, String text) {
        Files.writeString(Files.createDirectories(folder.resolve('runbooks/demo')).resolve(name), text)
    }

    private int run(Map<String, String> variables, Object... options) {
        def process = RealEngine.get().start(folder, ['-Dfile.encoding=UTF-8'], ['run', 'runbooks/demo/one.groovy', *options], bare: true, variables: variables)
        assert process.waitFor(2, TimeUnit.MINUTES)
        process.exitValue()
    }

    private String printed() {
        Files.readString(folder.resolve('out'))
    }
}
