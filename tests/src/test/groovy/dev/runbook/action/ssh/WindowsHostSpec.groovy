package dev.runbook.action.ssh

import dev.runbook.AuthorException
import dev.runbook.action.Attempts
import dev.runbook.action.HostileValues
import dev.runbook.action.Outcome
import dev.runbook.action.shell.ShellScript
import dev.runbook.value.Result
import dev.runbook.value.Secret
import dev.runbook.value.Template
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

import java.time.Duration
import java.nio.file.Path
import java.util.concurrent.CountDownLatch

/** What a Windows host receives, byte for byte, and what its answers mean. */
class WindowsHostSpec extends Specification {
    /** What cmd.exe accepts, less its own name and options. */
    static final int LONGEST_LINE = 8191 - 'C:\\Windows\\system32\\cmd.exe /c ""'.length()

    @Shared @TempDir
    Path folder

    @Shared @AutoCleanup
    WindowsHost windows

    @AutoCleanup
    Attempts attempts = new Attempts(secrets: [TOKEN: "s3'cr3t"])

    def setupSpec() {
        windows = new WindowsHost(folder)
    }

    def setup() {
        windows.requests.clear()
        windows.script = { request, out -> 0 }
        windows.installed = true
        attempts.hosts = [win: [windows.host()]]
        attempts.resources.get(SshSessions) { new SshSessions(folder, Optional.empty(), Duration.ofSeconds(3)) }
    }

    def 'the command line is one that neither cmd.exe nor PowerShell changes, and loads the rest from standard input'() {
        when:
        def outcome = perform('Restart-Service erp')
        def request = windows.requests[0]

        then:
        outcome.result() == Result.OK
        request.line ==~ /powershell\.exe -NoLogo -NoProfile -NonInteractive -OutputFormat Text -EncodedCommand [A-Za-z0-9+\/=]+/
        request.line.length() < LONGEST_LINE
        request.loader.replaceFirst(/\d+/, 'N') == '$seconds = N; $sent = (-join @($input)).Split(\'.\');' +
                ' . ([ScriptBlock]::Create([Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($sent[0].Substring(1)))))'
        request.input ==~ /[A-Za-z0-9+\/=.]+\n/
        request.tokens*.getAt(0) == ['h', 'p', 'q', 's']
        request.script == 'Restart-Service erp'
    }

    def 'the host ends a command by itself if the engine no longer can'() {
        when:
        attempts.perform(spec('x'), Duration.ofMinutes(10))
        def seconds = (windows.requests[0].loader =~ /seconds = (\d+);/)[0][1] as int

        then: 'the budget, and a margin'
        seconds in 620..660
    }

    def 'a script of any length leaves the command line as it is'() {
        given:
        def script = "# ${'x' * 300_000}\n'ä' # % ^ & \" < > | !"

        when:
        perform(script)
        perform('x')

        then:
        windows.requests[0].script == script
        windows.requests*.line*.length().toSet().size() == 1
    }

    def 'values never become code: #shown'() {
        when:
        def outcome = perform('Write-Output ', value, ' "', value, '" ', new Secret('TOKEN'))

        then:
        outcome.result() == Result.OK
        windows.requests[0].script == 'Write-Output ${RB_1} "${RB_2}" ${RB_3}'
        windows.requests[0].values == [['s', value], ['s', value], ['s', "s3'cr3t"]]

        where:
        value << HostileValues.SHORT + ['%PATH%', 'a^b', 'a & del *', 'say "yes"', 'one\r\ntwo', '$(Stop-Computer)', "'; exit 9 #", '`0', 'C:\\temp\\']
        shown = HostileValues.shown(value)
    }

    def 'numbers and booleans keep their type'() {
        when:
        perform('if (', 10, ' -gt ', 2.50, ' -and ', true, ') { }')

        then:
        windows.requests[0].values == [['n', '10'], ['n', '2.50'], ['b', 'true']]
    }

    def 'the host\'s folder and variables apply unless the step has its own'() {
        given:
        attempts.hosts = [win: [windows.host(in: 'D:\\app', env: [A: 'of host', B: 'x=y "z"'])]]

        when:
        attempts.perform(new SshSpec(script('x'), 'win', Optional.empty(), Optional.empty(), inStep.map { Template.of(it) },
                envInStep.collectEntries { [it.key, Template.of(it.value)] }))

        then:
        windows.requests[0].parts('d') == [runsIn]
        windows.requests[0].parts('e') == env

        where:
        inStep              | envInStep           || runsIn     | env
        Optional.empty()    | [:]                 || 'D:\\app'  | ['A=of host', 'B=x=y "z"']
        Optional.of('E:\\') | [A: 'of step']      || 'E:\\'     | ['A=of step', 'B=x=y "z"']
        Optional.empty()    | [C: 'new', B: '']   || 'D:\\app'  | ['A=of host', 'B=', 'C=new']
    }

    def 'exit code #exitCode'() {
        given:
        windows.script = { request, out -> exitCode }

        when:
        def outcome = perform('x')

        then:
        outcome.result() == (exitCode == 0 ? Result.OK : Result.FAILED)
        outcome.answered()
        outcome.values().exitCode == exitCode
        outcome.cause() == cause

        where: '-1 is that of a process which another has ended, and which the SSH library does not pass on'
        exitCode    || cause
        0           || ''
        3           || 'win1: exit code 3'
        127         || 'win1: exit code 127'
        137         || 'win1: exit code 137'
        9009        || 'win1: exit code 9009'
        -1          || 'win1: exit code -1'
        -1073741819 || 'win1: exit code -1073741819 (0xC0000005)'
    }

    def 'output is UTF-8, and its line ends are like those of any host'() {
        given:
        windows.script = { request, out -> out.print('grün\r\nzwei\r\n'); 0 }

        when:
        def values = perform('x').values()

        then:
        values.stdout == 'grün\nzwei'
        values.lines == ['grün', 'zwei']
    }

    def 'a host without PowerShell has not run the script'() {
        given:
        windows.installed = false

        when:
        def outcome = perform('Restart-Service erp')

        then:
        outcome.result() == Result.FAILED
        !outcome.answered()
        outcome.cause().startsWith('win1: the host did not run the script: exit code 1: ')
        outcome.cause().contains('shell: powershell')
    }

    def 'a POSIX shell script is refused in one line'() {
        when:
        attempts.perform(new SshSpec(new ShellScript.Text(Template.of('true')), 'win', Optional.empty(), Optional.empty(), Optional.empty(), [:]))

        then:
        def refusal = thrown(AuthorException)
        refusal.message == 'a POSIX shell script cannot be run by PowerShell: write it with powershell'
        windows.requests == []
    }

    def 'a stop names the process and its beginning, and is #proof if #what'() {
        given:
        def ended = new CountDownLatch(1)
        windows.script = { request, out ->
            if (request.script == 'Start-Sleep 600') {
                out.println('working')
                ended.await()
                return -1
            }
            answer.each { out.print("$it\r\n") }
            ended.countDown()
            0
        }

        when:
        def outcome = attempts.perform(spec('Start-Sleep 600'), Duration.ofMillis(400))
        def stop = outcome.stop().get()

        then:
        outcome.result() == Result.TIMED_OUT
        windows.requests[1].values == [['n', "$WindowsHost.PROCESS".toString()], ['n', "$WindowsHost.BEGAN".toString()]]
        windows.requests[1].script.contains('Stop-Process')
        stop.confirmed() == confirmed
        stop.what() == signalled
        stop.survivors() == left

        where:
        what                     | answer                                      || proof           | confirmed | signalled           | left
        'nothing is left'        | ['ENDED 3', 'END']                          || 'confirmed'     | true      | 'ended 3 processes' | []
        'a process is left'      | ['ENDED 1', 'LEFT 12 sqlite3.exe', 'END']   || 'not confirmed' | false     | 'ended 1 process'   | ['process 12: sqlite3.exe']
    }

    def 'a stop that the host does not carry out is not confirmed'() {
        given:
        def over = new CountDownLatch(1)
        windows.script = { request, out ->
            if (request.script == 'Start-Sleep 600') {
                over.await()
            }
            1
        }

        when:
        def outcome = attempts.perform(spec('Start-Sleep 600'), Duration.ofMillis(400))

        then:
        !outcome.stop().get().confirmed()
        outcome.cause().contains('the host itself ends it after')

        cleanup:
        over.countDown()
    }

    private Outcome perform(Object... pieces) {
        attempts.perform(spec(pieces))
    }

    private static SshSpec spec(Object... pieces) {
        new SshSpec(script(pieces), 'win', Optional.empty(), Optional.empty(), Optional.empty(), [:])
    }

    private static ShellScript script(Object... pieces) {
        def parts = pieces.toList().indexed().findAll { it.key % 2 == 0 }.values()*.toString()
        def values = pieces.toList().indexed().findAll { it.key % 2 == 1 }.values().toList()
        new ShellScript.PowerShellInPlace(new Template(parts + (parts.size() == values.size() ? [''] : []), values))
    }
}
