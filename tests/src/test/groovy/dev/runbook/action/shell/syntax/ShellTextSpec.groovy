package dev.runbook.action.shell.syntax

import static dev.runbook.action.shell.syntax.ShellPlace.*

import dev.runbook.AuthorException
import java.util.concurrent.TimeUnit
import spock.lang.Specification
import spock.lang.TempDir

class ShellTextSpec extends Specification {
    @TempDir
    File folder

    def 'finds how the shell treats a value in: #text'() {
        expect:
        ShellText.of(parts(text)).gaps()*.place() == places

        where:
        text                                      || places
        'echo @'                                  || [BARE]
        'echo a@b@'                               || [BARE, BARE]
        'echo "@ and @"'                          || [DOUBLE_QUOTES, DOUBLE_QUOTES]
        'echo "it\'s @"'                          || [DOUBLE_QUOTES]
        'echo "a\\"@"'                            || [DOUBLE_QUOTES]
        'echo \'@\''                              || [SINGLE_QUOTES]
        'echo \'a\'@\'b\''                        || [BARE]
        'echo \'a\\\'@'                           || [BARE]
        'echo \\\' @'                             || [BARE]
        'echo $\'@\''                             || [DOLLAR_QUOTES]
        'echo $\'a\\\'@\''                        || [DOLLAR_QUOTES]
        'echo # it is @\necho @'                  || [COMMENT, BARE]
        'echo a#b @'                              || [BARE]
        'echo # don\'t\necho @'                   || [BARE]
        'echo $(date @)'                          || [BARE]
        'echo "$(date @) @"'                      || [BARE, DOUBLE_QUOTES]
        'echo "$(date "@") @"'                    || [DOUBLE_QUOTES, DOUBLE_QUOTES]
        '( cd @ ; ls ) ; echo "@"'                || [BARE, DOUBLE_QUOTES]
        'f() { echo @; } ; f "@"'                 || [BARE, DOUBLE_QUOTES]
        'echo `date @`'                           || [BACKTICKS]
        'echo "`date "@"` @"'                     || [BACKTICKS, DOUBLE_QUOTES]
        'echo $(( @ + 1 )) @'                     || [ARITHMETIC, BARE]
        'echo $(( (1 + @) * 2 )) "@"'             || [ARITHMETIC, DOUBLE_QUOTES]
        'echo $(( $(echo @) + 1 ))'               || [ARITHMETIC]
        'echo $[ @ + 1 ] @'                       || [ARITHMETIC, BARE]
        '(( @ > 1 )) && echo @'                   || [ARITHMETIC, BARE]
        'if [[ @ -eq 1 ]]; then echo @; fi'       || [DOUBLE_BRACKETS, BARE]
        'if [ "@" = x ]; then echo @; fi'         || [DOUBLE_QUOTES, BARE]
        'echo \\@'                                || [AFTER_BACKSLASH]
        'echo "\\@"'                              || [AFTER_BACKSLASH]
        'echo \\\\@'                              || [BARE]
        'echo $@'                                || [AFTER_DOLLAR]
        'echo "$@"'                               || [AFTER_DOLLAR]
        'echo ${@}'                               || [AFTER_DOLLAR]
        'echo $$@'                                || [BARE]
        'echo \\$@'                               || [BARE]
        'echo ${x:-@}'                            || [BARE]
        'echo "${x:-@}"'                          || [DOUBLE_QUOTES]
        'echo "${x:-it\'s} @"'                    || [DOUBLE_QUOTES]
        'echo "${x#\'"\'} @"'                     || [DOUBLE_QUOTES]
        'echo ${x:@}'                             || [ARITHMETIC]
        'echo ${x[@]}'                            || [ARITHMETIC]
        'echo ${#x} @'                            || [BARE]
        'cat <<EOF\n@\nEOF\necho "@"'             || [HERE_DOCUMENT, DOUBLE_QUOTES]
        'cat <<EOF\n"@" \'@\'\nEOF\necho @'       || [HERE_DOCUMENT, HERE_DOCUMENT, BARE]
        'cat <<EOF\n$(echo @)\n\\@\nEOF'          || [BARE, AFTER_BACKSLASH]
        'cat <<\'EOF\'\n@\nEOF\necho @'           || [QUOTED_HERE_DOCUMENT, BARE]
        'cat <<\\EOF\n@\nEOF\necho @'             || [QUOTED_HERE_DOCUMENT, BARE]
        'cat <<-EOF\n\t@\n\tEOF\necho @'          || [HERE_DOCUMENT, BARE]
        'cat <<@\nx'                              || [HERE_DOCUMENT_WORD]
        'cat <<A <<"B"\n@\nA\n@\nB\necho @'       || [HERE_DOCUMENT, QUOTED_HERE_DOCUMENT, BARE]
        'cat <<EOF\nEOF@\nEOF\necho @'            || [HERE_DOCUMENT, BARE]
        'cat <<EOF | grep @\n@\nEOF'              || [BARE, HERE_DOCUMENT]
        'cat <<< @ ; echo "@"'                    || [BARE, DOUBLE_QUOTES]
        'echo "$(case x in a) echo @;; esac) @"'  || [BARE, DOUBLE_QUOTES]
        'case @ in a|b) echo "@";; (c) @;; esac'  || [BARE, DOUBLE_QUOTES, BARE]
        'echo "$(echo case @) @"'                 || [BARE, DOUBLE_QUOTES]
        '@ --all'                                 || [BARE]
    }

    def 'a value arrives as one word in every allowed place: #text'() {
        given:
        def value = "a  b'\"\$(touch $folder/hit)`touch $folder/hit`;touch $folder/hit #*\\\n-n \u00e9".toString()
        def script = ShellText.of(parts(text)).script { "RB_${it + 1}".toString() }
        def process = new ProcessBuilder(shell, '-c', script).directory(folder)
        process.environment().putAll(RB_1: value, RB_2: value, LC_ALL: 'C.UTF-8')
        def started = process.redirectErrorStream(true).start()
        def printed = started.inputStream.getText('UTF-8')

        expect:
        started.waitFor(60, TimeUnit.SECONDS)
        !new File(folder, 'hit').exists()
        printed == expected.replace('@', value)

        where:
        [shell, [text, expected]] << [
            ['sh', 'bash'],
            [
                ["printf %s @", '@'],
                ["printf '<%s>' @ 'x'", '<@><x>'],
                ["printf '<%s>' a@b", '<a@b>'],
                ["printf %s \"[@]\"", '[@]'],
                ["printf %s \"\$(printf %s @)\"", '@'],
                ["x=@; printf %s \"\$x\"", '@'],
                ["for x in @ @; do printf '<%s>' \"\$x\"; done", '<@><@>'],
                ["printf %s \${none:-@}", '@'],
                ["printf %s \"\${none:-@}\"", '@'],
                ["case @ in @) printf same;; *) printf other;; esac", 'same'],
                ["cat <<EOF\n[@]\nEOF\n", '[@]\n'],
                ["cat <<-EOF\n\t[@]\n\tEOF\n", '[@]\n'],
                ["(printf %s @) # @", '@'],
                ["test @ = \"@\" && printf yes", 'yes'],
                ["printf %s \"\$(case x in x) printf %s @;; esac)\"", '@'],
            ]].combinations()
    }

    def 'a value in a place where the shell would parse it is rejected'() {
        when:
        ShellText.of(["echo '", "'"]).script { 'RB_1' }

        then:
        def refusal = thrown(AuthorException)
        refusal.message == 'value 1 in the shell text: the shell expands nothing between single quotes; ' +
                'use double quotes, or end the quotes before the value'
    }

    def 'names the command that would parse a value again: #text'() {
        expect:
        ShellText.of(parts(text)).gaps()*.readAgainBy()*.orElse(null) == [by]

        where:
        text                                || by
        'eval "echo @"'                     || 'eval'
        'echo x; sudo eval @'               || 'eval'
        'trap "rm @" EXIT'                  || 'trap'
        'sh -c "echo @"'                    || 'sh -c'
        'su - postgres -c "psql @"'         || 'su -c'
        'sudo /bin/bash -ec "echo @"'       || 'bash -c'
        'ssh web1 "systemctl restart @"'    || 'ssh'
        'systemctl restart ssh @'           || null
        'ssh web1 true; echo @'             || null
        'sh restore.sh @'                   || null
        'echo "$(ssh web1 @)"'              || 'ssh'
    }

    def 'removes the indentation that is layout of the runbook'() {
        expect:
        ShellText.of(parts).script { 'V' } == script

        where:
        parts                                                        || script
        ['echo hi']                                                  || 'echo hi'
        ['  echo hi']                                                || '  echo hi'
        ['\n    echo a\n      echo b\n    ']                         || 'echo a\n  echo b\n'
        ['\n    echo a\n\n    echo b\n']                             || 'echo a\n\necho b\n'
        ['\n    cat <<EOF\n    ', '\n    EOF\n    ']                 || 'cat <<EOF\n${V}\nEOF\n'
        ['\n        echo a\n    ', ' b\n    ']                       || '    echo a\n"${V}" b\n'
        ['\n    a ', '\n    b\n    ']                                || 'a "${V}"\nb\n'
        ['if x\n  then\n    y\n  fi']                                || 'if x\nthen\n  y\nfi'
    }

    def 'a script file keeps its indentation'() {
        expect:
        ShellText.exactly(['\n  echo a\n']).script { '' } == '\n  echo a\n'
    }

    def 'a NUL character is rejected in one line'() {
        when:
        ShellText.of(['echo \0'])

        then:
        def refusal = thrown(AuthorException)
        refusal.message == 'the shell text contains a NUL character, which no shell accepts'
    }

    def 'odd and unfinished texts are parsed to their end'() {
        expect:
        ShellText.of(parts(text)).gaps().size() == text.count('@')

        where:
        text << ['', '@', '"', "'@", '$(', '${', '$((@', '`@', '<<', 'cat <<@', '\\', '@\\', ')', '}', 'esac @', '))', ']]', '$', "\$'", '@@', 'case', 'cat <<E\n', '<<<', '${x:-@', '#@']
    }

    /** The text between the gaps, which are written as @. */
    private static List<String> parts(String text) {
        text.split('@', -1) as List
    }
}
