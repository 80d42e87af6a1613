package dev.runbook.cli

import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

/** Files written by an editor of Windows have the same meaning. */
class TextFilesSpec extends Specification {
    @TempDir
    Path folder

    CommandRig rig

    def setup() {
        rig = new CommandRig(folder)
    }

    def 'a run reads each kind of file in the same way: #kind'() {
        given:
        write('runbooks/demo/all.groovy', '''\
            runbook('demo/all') {
                param 'name', 'whom to greet'
                step('Script') {
                    shell file: 'greet.sh', env: [WHOM: params.name]
                    expect { stdout == "hello you" && lines.size() == 1 }
                }
                step('Text') {
                    shell """
                        cat <<END
                        ${params.name}
                        END
                    """
                    expect { stdout == 'you' }
                }
                step('Statements') {
                    sql file: 'rows.sql', on: 'shop', with: [name: params.name]
                    expect { row.name == 'you' && row.setting == 'deep' }
                }
                step('Setting') {
                    shell "printf %s ${setting('words')}"
                    expect { stdout == 'two words' }
                }
                notify('log') { on succeeded; template 'done.md' }
            }
            '''.stripIndent(), kind)
        write('runbooks/demo/greet.sh', 'set -e\nif [ -n "$WHOM" ]; then\n  echo "hello $WHOM"\nfi\n', kind)
        write('runbooks/demo/rows.sql', "select :name as name, 'deep' as setting -- the end\n;\n", kind)
        write('runbooks/demo/templates/done.md', 'Done\nfor ${params.name}\n', kind)
        write('runbooks/demo/environments/lab.yaml',
                "environment: lab\ndatabases: { shop: { url: 'jdbc:sqlite::memory:' } }\nsettings:\n  words: >-\n    two\n    words\nchannels: { log: { file: ${folder}/log } }\n", kind)
        write('values.yaml', 'name: you\n', kind)

        when:
        def answer = rig.run('run', 'demo/all', '-e', 'lab', '--params', 'values.yaml', '--quiet')

        then:
        answer.err == ''
        answer.out == ''
        answer.exit == 0
        Files.readString(folder.resolve('log')).contains('Done\nfor you')
        rig.run('check', 'demo/all', '-e', 'lab', '--params', 'values.yaml').exit == 0

        where:
        kind << ['plain', 'mark', 'Windows', 'UTF-16']
    }

    def 'a mistake in a file with Windows line ends is reported at its line: #file'() {
        given:
        write('runbooks/demo/wrong.groovy', "runbook('demo/wrong') {\n\n    stpe('x') { shell 'y' }\n}\n", 'Windows')
        write('runbooks/demo/good.groovy', "runbook('demo/good') {\n    step('x') { shell 'y' }\n    notify('log') { on failed; template 'wrong.md' }\n}\n", 'Windows')
        write('runbooks/demo/environments/wrong.yaml', 'environment: wrong\n\nservices: [x]\n', 'Windows')
        write('runbooks/demo/templates/wrong.md', 'a\n\n${run.id} ${run.stats}\n', 'Windows')

        expect:
        rig.run(command as String[]).err.contains(place)

        where:
        file          | command                                          || place
        'runbook'     | ['check', 'demo/wrong']                          || 'wrong.groovy:3:5: unknown word'
        'environment' | ['check', 'demo/good', '-e', 'wrong']            || 'wrong.yaml:3:11: '
        'template'    | ['check', 'demo/good']                           || 'wrong.md:3:11: nothing is called'
    }

    private void write(String name, String text, String kind) {
        def file = folder.resolve(name)
        Files.createDirectories(file.parent)
        Files.write(file, switch (kind) {
            case 'plain' -> text.getBytes('UTF-8')
            case 'mark' -> "\ufeff$text".getBytes('UTF-8')
            case 'Windows' -> "\ufeff$text".replace('\n', '\r\n').getBytes('UTF-8')
            case 'UTF-16' -> "\ufeff$text".replace('\n', '\r\n').getBytes('UTF-16LE')
        })
    }
}
