package dev.runbook.action.shell.syntax

import dev.runbook.machine.Machine

import spock.lang.Requires
import spock.lang.Specification

/** What check warns of in the text of a shell step because sh reads it otherwise than bash. */
class BashSyntaxSpec extends Specification {
    static final List<List<String>> ONLY_IN_BASH = [
        ['echo x &>> f', '&>>'], ['echo x >& f', '>&'], ['echo x |& cat', '|&'], ['cat <<< hello', '<<<'],
        ['cat <(echo hi)', '<('], ['[[ a == a ]] && echo yes', '[['], ['((1+1)) && echo yes', '(('],
        ["echo \$'a\\tb'", "\$'"], ['echo $"hello"', '$"'], ['x=aab; echo ${x//a/b}', '${x//a/b}'], ['x=abc; echo "${x:1:2}"', '${x:1:2}'],
        ['x=abc; echo ${x^^}', '${x^^}'], ['x=y y=z; echo ${!x}', '${!x}'], ['x=abc; echo ${x@Q}', '${x@Q}'], ['x=(a b); echo ok', 'x=('],
        ['x+=b; echo $x', 'x+='], ['x[1]=b; echo ok', 'x[1]='], ['echo {1..3}', '{1..3}'], ['echo a{b,c}d', '{b,c}'],
        ['function f { echo hi; }; f', 'function f'], ['for ((i=0;i<2;i++)); do echo $i; done', 'for (('],
        ['select x in a; do echo $x; break; done', 'select x in'], ['echo $[1+2]', '$['], ['echo $((2**3))', '**'], ['i=1; echo $((i++))', '++'],
        ['echo $((16#ff))', '16#'], ['echo "$RANDOM" | grep -q . && echo yes', 'RANDOM'], ['echo $UID', 'UID'], ['echo ${HOSTNAME}', 'HOSTNAME'],
        ['echo hi > s; source ./s', 'source'], ['pushd /', 'pushd'], ['declare x=1; echo $x', 'declare'],
        ['f() { local -r x=1; echo $x; }; f', '-r'], ["echo -e 'a'", '-e'], ['echo a | { read -a y; echo $y; }', '-a'],
        ['echo a | { read; echo $REPLY; }', 'read'], ['shopt -s nullglob && echo ok', 'shopt'], ['let x=1+1; echo $x', 'let'],
        ['echo a | { mapfile y; echo $y; }', 'mapfile'], ['f() { :; }; export -f f && echo ok', '-f'], ['printf -v x a; echo $x', '-v'],
        ["printf %q 'a b'", 'printf'], ["trap 'echo e' ERR; false; echo", 'ERR'], ["trap 'echo e' SIGTERM; echo ok", 'SIGTERM'],
        ['sleep 5 & kill -SIGTERM $! && echo ok', 'SIGTERM'], ['set -o pipefail; echo ok', '-o pipefail'], ['set -euo pipefail; echo ok', '-euo pipefail'],
        ['[ a == a ] && echo yes', '=='], ['test a == a && echo yes', '=='], ['[ a =~ a ] && echo yes', '=~'], ['[ -v PATH ] && echo yes', '-v'],
        ['sleep 0 & wait -n && echo ok', '-n'], ['exec -a x true', '-a'], ['case a in a) echo 1;& b) echo 2;; esac', ';&'],
        ['if true; then source /dev/null; echo in; fi', 'source'], ['echo "$(declare y=1; echo $y)"', 'declare'], ['X=1 declare z; echo ok', 'declare']
    ]

    static final List<String> POSIX = [
        '[ "$a" = b ] && echo yes', 'echo "a & > b [[ x ]] ${x%.*} {1..3}"', "awk '{ x[\$1]++; print \$1 ** 2 }' f", "echo '[[ x == y ]]' # [[ z ]] &> f",
        'cat <<EOF\n[[ a == b ]] &> x {1..5} source y\nEOF', 'cmd >f 2>&1', 'cmd 2>&-; exec 3>&1 1>&2', 'a=$(cmd) && b=${a:-{x}} c=${a:=y}', 'f() { local x=1; echo $x; }; f',
        'find . -name x -exec rm {} \\;', 'kubectl get -o jsonpath={.items[*].name}', 'docker ps --format {{.Names}}', 'git show HEAD@{1}',
        'i=$((i + 1)); [ $((3 > 2 ? 1 : 0)) -eq 1 ]', 'echo ${x##*/} ${x%%.*} ${#x} "${x:+yes}" ${x:?no} ${x-$(cmd)}', 'echo a | { read -r y; echo "$y"; }',
        'while IFS= read -r line; do echo "$line"; done <f', 'for i in 1 2 3; do echo $i; done', 'case $x in a|b) cmd ;; *) cmd2 ;; esac', 'set -eu; set -- a b', 'trap "rm -f $t" EXIT TERM',
        'kill -TERM $!; kill -s HUP 1', 'HOSTNAME=$(hostname); echo $HOSTNAME', 'echo ${UID:-$(id -u)}', 'echo -n x', 'printf "%s\\n" a', '(cd /x && pwd)', 'ssh web1 "bash -c \'[[ a == b ]]\'"',
        'echo source of the data', 'psql -c "select a, b from t"', 'echo "${declare}"; echo let it be', 'x=1 y=2 cmd; export A=1', 'cmd & wait', 'a && b || c; ! d', '. ./lib.sh', 'rsync -a --exclude={} a b',
        'type ls; command -v ls', 'read -r a b', 'echo \\{1..3\\}', 'curl -d \'{"a": [1, 2]}\' u', '`echo a`; echo "`echo b`"', 'test -f a -a -d b', 'exec 2>/dev/null; exec cmd'
    ]

    def 'bash-only syntax is found, with its replacement: #script'() {
        when:
        def found = ShellText.exactly([script]).bashisms()

        then:
        found*.text().contains(text)
        found.every { it.problem() && it.cure() && !it.problem().contains('\n') && !it.cure().contains('\n') }
        found.every { script.substring(it.offset()).startsWith(it.text()) }

        where:
        [script, text] << ONLY_IN_BASH
    }

    @Requires(value = { Machine.has('dash') && Machine.has('bash') }, reason = 'needs dash and bash')
    def 'bash-only syntax fails or differs in dash: #script'() {
        expect:
        said('dash', script) != said('bash', script)

        where:
        // $UID, $HOSTNAME and the like depend on the machine; what a pipe's reader gets is the same here by chance
        script << ONLY_IN_BASH*.first().findAll { !(it =~ /^select|RANDOM|HOSTNAME|SIGTERM; echo/) }
    }

    def 'POSIX syntax is not reported: #script'() {
        expect:
        ShellText.exactly([script]).bashisms() == []

        where:
        script << POSIX
    }

    def 'a value is not parsed as script text'() {
        expect:
        ShellText.exactly(['echo ', '; [ ', ' = x ]; y=', '']).bashisms() == []
    }

    def 'every text is parsed to its end, however it is split'() {
        given:
        def all = (ONLY_IN_BASH*.first() + POSIX).join('\n')

        expect:
        (0..all.length()).step(7).every { ShellText.exactly([all.substring(0, it)]).bashisms() != null }
    }

    private static String said(String shell, String script) {
        def folder = File.createTempDir()
        try {
            def process = new ProcessBuilder('timeout', '5', shell, '-c', script).directory(folder).redirectErrorStream(true)
                    .redirectInput(new File('/dev/null')).start()
            "${process.text} ${process.waitFor()}"
        } finally {
            folder.deleteDir()
        }
    }
}
