package dev.runbook.compile

import dev.runbook.compile.source.Diagnostic
import dev.runbook.machine.Machine
import groovy.io.FileType
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Files
import java.nio.file.Path

/** Valid runbooks with a risk. */
class LintSpec extends Specification {
    @TempDir
    Path folder

    def 'a warning names the place, the harm and the cure'() {
        expect:
        warnings('''\
            runbook('demo') {
                param 'service', 'what to restart'
                step('s') {
                    shell "ssh web1 'true' && ssh web1 \\"systemctl restart ${params.service}\\""
                }
            }
            '''.stripIndent())*.text() == ['''\
            FILE:4:66: 'ssh' evaluates this value again, as code: commands in it would run
                shell "ssh web1 'true' && ssh web1 \\"systemctl restart ${params.service}\\""
                                                                         ^~~~~~~~~~~~~~
                use the engine's own ssh: ssh '…', on: 'HOST'
                if this is intended, say why: // known: WHY, on this line or before the word'''.stripIndent()]
    }

    def 'warns about: #command'() {
        expect:
        warned(command) == [message]

        where:
        command                                          || message
        'eval "echo ${params.free}"'                     || again('eval')
        'sh -c "echo ${params.free}"'                    || again('sh -c')
        'find . -exec sh -c "rm ${params.free}" \\\\;'   || again('sh -c')
        'ls | xargs sh -c "rm ${params.free}"'           || again('sh -c')
        'ssh web1 ${params.free}'                        || again('ssh')
        'ssh web1 systemctl restart ${params.bounded}'   || again('ssh')
        'kubectl exec pod -- sh -c "x ${params.free}"'   || again('sh -c')
        'awk "/${params.free}/ { print }" log'           || again('awk')
        'sed -e "s/a/${params.free}/" file'              || again('sed')
        'jq ".${params.free}" file'                      || again('jq')
        'psql -d erp -c "select ${params.free}"'         || again('psql -c')
        'mysql -e "select ${params.free}"'               || again('mysql -e')
        'python3 -c "print(${params.free})"'             || again('python3 -c')
        'perl -ne "print if /${params.free}/" f'         || again('perl -e')
        'su - postgres -c "psql ${made.stdout}"'         || again('su -c')
        'rm ${params.free}'                              || option('rm')
        'rm -rf ${params.free}'                          || option('rm')
        'rm -rf "${params.free}"'                        || option('rm')
        'sudo rm ${params.free}'                         || option('rm')
        'true; LC_ALL=C git checkout ${params.free}'     || option('git')
        'kubectl scale deployment ${params.free}'        || option('kubectl')
        'x=\\$(cat ${params.free})'                      || option('cat')
        '/usr/bin/systemctl restart ${params.free}'      || option('systemctl')
    }

    def 'does not warn about: #command'() {
        expect:
        warned(command) == []

        where:
        command << [
            'echo ${params.free}', 'printf "%s" ${params.free}', 'test -n "${params.free}"', '[ "${params.free}" = x ]', 'x=${params.free}',
            'rm -- ${params.free}', 'rm ./${params.free}', 'rm "/srv/${params.free}"', 'git checkout -- "${params.free}"', 'kubectl scale --replicas=${params.free}',
            'kubectl logs -l ${params.free}', 'kubectl rollout status deployment/${params.free}', 'cat x > ${params.free}', 'cat < "${params.free}"',
            'rm ${params.bounded}', 'rm ${params.chosen}', 'sleep ${params.count}', 'head -n ${params.count} f', 'ssh web1 systemctl restart ${params.chosen}',
            'eval "x=${params.count}"', 'awk -v x=${params.free} "{ print x }" f', 'awk -v "x=${params.free}" "{ print x }" f', 'jq --arg a "${params.free}" .a f',
            'sh restore.sh x', 'sh -c "echo \\$1" sh; echo ${params.free}', 'ssh web1 true; echo ${params.free}', 'ssh web1 ls ${setting(\'backups\')}',
            'psql -v id=${params.free} -f repair.sql', 'cat <<EOF\\n${params.free}\\nEOF', 'for x in ${params.free}; do echo x; done', '# rm ${params.free}'
        ]
    }

    def 'a value that bash would evaluate is followed through variables: #command'() {
        expect:
        warned(command) == ["'$expression' computes this value, and bash runs commands hidden in what it computes".toString()]

        where:
        command                                                                 || expression
        'x=${params.free}; echo \\$((x + 1))'                                   || '$((x + 1))'
        'x="${params.free}"\\necho \\$((\\${x} + 1))'                           || '$((${x} + 1))'
        'x=${params.free}; y=\\$x; echo \\$((y))'                               || '$((y))'
        'for x in ${params.free}; do echo \\$((x)); done'                       || '$((x))'
        'set -- ${params.free}; echo \\$((\\$1 * 2))'                           || '$(($1 * 2))'
        'f() { echo \\$((\\$1 + 1)); }; f ${params.free}'                       || '$(($1 + 1))'
        'echo ${params.free} | while read -r x; do echo \\$((x)); done'         || '$((x))'
        ': \\${x:=${params.free}}; sleep \\$((x))'                              || '$((x))'
        'x=${made.stdout}; echo \\$((x))'                                       || '$((x))'
    }

    def 'a value that is not evaluated is not reported: #command'() {
        expect:
        warned(command) == []

        where:
        command << [
            'x=${params.count}; echo \\$((x + 1))', 'x=${params.bounded}; echo \\$((x + 1))', 'x=${params.free}; y=1; echo \\$((y + 1)) \\$x', 'x=${params.free}; [ "\\$x" -gt 1 ]',
            'x=${params.free}; case \\$x in \'\' | *[!0-9]*) exit 1 ;; esac; echo \\$((x))', 'x=${params.free}; echo "\\$x"; expr "\\$x" + 1', 'local y=${params.free}'
        ]
    }

    def 'a variable of env: that bash would evaluate is reported at its value'() {
        expect:
        with(warnings(runbook("shell 'echo \$((COUNT + 1))', env: [COUNT: params.free]"))) {
            it*.message() == ["'\$((COUNT + 1))' computes this value, and bash runs commands hidden in what it computes"]
            it[0].text().contains('^~~~~~~~~~~')
            it[0].cures()[0].contains('case $COUNT in')
        }
        warnings(runbook("shell 'echo \$((COUNT + 1))', env: [COUNT: params.count]")) == []
    }

    def 'bash-only syntax is reported at its place: #found'() {
        when:
        def warnings = warnings(runbook(word))

        then:
        warnings*.message() == [message]
        warnings[0].place().line() == line
        warnings[0].sourceLine().substring(warnings[0].place().column() - 1).startsWith(found)
        warnings[0].length() == found.length()
        warnings[0].cures().last() == 'if this is intended, say why: # known: WHY, on this line'

        where:
        word                                                                                     || line | found    | message
        "shell 'make &> log'"                                                                    || 8    | '&>'     | 'sh runs the command in the background here, and its exit code is lost'
        "shell '''\n            cd /srv\n            for i in {1..3}; do true; done\n        '''" || 10   | '{1..3}' | 'sh leaves braces as they are'
        "shell '''\n            echo '{1..3}' {1..3}\n        '''"                               || 9    | '{1..3}' | 'sh leaves braces as they are'
        'shell "echo ${params.bounded} \\$RANDOM"'                                               || 8    | 'RANDOM' | 'sh has no $RANDOM'
        'ssh \'[ "$a" == b ]\', on: \'web\''                                                     || 8    | '=='     | 'sh does not support == in [ ]'
    }

    def 'conditions that can hold for a failed action are reported: #body'() {
        expect:
        warnings(runbook(body))*.message() == [message]

        where:
        body                                                                                         || message
        "http { get 'http://h/x' }; expect { json.status == null }"                                  || onErrorStatus()
        "http { get 'http://h/x' }; expect { json.items.every { it.status == 'up' && it.ok } }"      || onErrorStatus()
        "http { get 'http://h/x' }; expect { body != '' && made.exitCode == 0 }"                     || onErrorStatus()
        "shell 'x'; expect { !stdout.contains('ERROR') }"                                            || onFailedCommand()
        "shell 'x'; expect { stdout == '' }; expect { stderr == '' }"                                || onFailedCommand()
        "ssh 'x', on: 'web'; expect { hosts.every { it.stdout == 'up' } }"                           || onFailedCommand()
        "shell 'x'; alreadyDone { shell 'y'; expect { stdout == '' } }"                              || onFailedCommand()
        "copyRows 't', from: 'a', to: 'b', key: 'id', changed: 'at'; expect { inserted == 3 }"                      || 'these conditions can hold although the rows differ after the copy: none reads checksum or ok'
    }

    def 'conditions that read the result of the action are not reported: #body'() {
        expect:
        warnings(runbook(body)) == []

        where:
        body << [
            "http { get 'http://h/x' }; expect { status == 404 || json.status == null }",
            "http { get 'http://h/x' }; expect { status == 200; json.status == null }",
            "http { get 'http://h/x' }; expect { ok && body != '' }",
            "http { get 'http://h/x' }; expect { ok }; expect { json.status == null }",
            "shell 'x'; expect { !ok }",
            "shell 'x'; expect { exitCode in [0, 3] && stdout == '' }",
            "ssh 'x', on: 'web'; expect { hosts.every { it.exitCode == 0 && it.stdout == 'up' } }",
            "ssh 'x', on: 'web'; expect { hosts['web1'].ok }",
            "sql 'select 1 as n', on: 'd'; expect { row.n == 1 }",
            "prometheus 'up', on: 'm'; expect { value == 1 }",
            "copyRows 't', from: 'a', to: 'b', key: 'id', changed: 'at'; expect { checksum.missing == 0 }",
            "shell 'x'; expect { stdout == '' } // known: grep finds nothing and exits with 1",
            "shell 'x'",
        ]
    }

    def 'a comment in the script suppresses the warning'() {
        expect:
        warnings(runbook("shell '''\n            source ./lib.sh # known: the sh of every host is bash\n        '''")) == []
    }

    def 'a comment suppresses the warning: #where'() {
        expect:
        warnings(text)*.message().size() == warned

        where:
        where                     | text                                                                                       || warned
        'on the line'             | runbook('shell "rm ${params.free}" // known: only operators give it')                       || 0
        'on the line before'      | runbook('// known: only operators give it\n        shell "rm ${params.free}"')              || 0
        'before a longer text'    | runbook('// known: operators only\n        shell """\n            true\n            rm ${params.free}\n            """') || 0
        'without a reason'        | runbook('shell "rm ${params.free}" // known:')                                              || 1
        'at another place'        | runbook('shell "rm ${params.free}"\n        // known: too late')                            || 1
    }

    def 'the cache keeps the warnings'() {
        given:
        def file = file(runbook('shell "rm ${params.free}"'))
        def cache = folder.resolve('cache')

        expect:
        2.times {
            assert new RunbookReader(ClassCache.in(cache)).warnings(file)*.message() == [option('rm')]
        }
    }

    def 'no runbook of the repository has a warning'() {
        given:
        def runbooks = []
        ['runbooks', 'samples', 'engine/src/main/launcher', 'tests/bench'].collect { new File(Machine.repository, it) }.findAll { it.exists() }.each {
            it.traverse(type: FileType.FILES, nameFilter: ~/.*\.groovy/) { file ->
                if (file.text =~ /(?m)^runbook\(/) {
                    runbooks << file.toPath()
                }
            }
        }

        expect:
        !runbooks.empty
        runbooks.collectMany { new RunbookReader(ClassCache.none()).warnings(it)*.text() } == []
    }

    private List<String> warned(String command) {
        warnings(runbook("shell \"\"\"\n            ${command.replace('\\n', '\n            ')}\n            \"\"\""))*.message()
    }

    private List<Diagnostic> warnings(String text) {
        def file = file(text)
        new RunbookReader(ClassCache.none()).warnings(file).collect {
            new Diagnostic(new dev.runbook.plan.Place('FILE', it.place().line(), it.place().column()), it.length(), it.message(), it.sourceLine(), it.cures())
        }
    }

    private Path file(String text) {
        def at = Files.createDirectories(folder.resolve('runbooks')).resolve('demo.groovy')
        Files.writeString(at, text)
    }

    static String runbook(String word) {
        """\
runbook('demo') {
    param 'free', 'any text'
    param 'bounded', 'a name', matching: ~/[a-z]+/
    param 'chosen', 'one of two', oneOf: ['a', 'b']
    param 'count', 'how many', type: Integer
    def made = step('m') { shell 'true' }
    step('s') {
        $word
    }
}
"""
    }

    static String again(String by) {
        "'$by' evaluates this value again, as code: commands in it would run"
    }

    static String onFailedCommand() {
        'these conditions can hold although the command failed: none reads exitCode or ok'
    }

    static String onErrorStatus() {
        'these conditions can hold for an error status such as 404: none reads status or ok'
    }

    static String option(String command) {
        "a value that begins with - would be an option to '$command'"
    }
}
