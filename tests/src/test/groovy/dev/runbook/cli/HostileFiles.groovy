package dev.runbook.cli

import java.nio.file.Files
import java.nio.file.Path

/** Files that are written to occupy {@code check}, exhaust its memory or end its process: kinds of any size. */
class HostileFiles {
    private static final String STEP = "step('s') { shell 'true' }\n"

    /** By kind: the body of a runbook for a size from 1 to 10; the closure writes further files itself. */
    private static final Map<String, Closure<String>> KINDS = [
        'a closure over a huge range'      : { n -> "(1..${n}00000000).collect { it }" },
        'closures in closures'             : { n -> (1..n + 2).collect { "(1..9999).collect { a$it -> " }.join() + '1' + ' }' * (n + 2) },
        'loops in loops'                   : { n -> (1..n + 2).collect { "for (i$it in 1..9999) { " }.join() + STEP + ' }' * (n + 2) },
        'nested quantifiers'               : { n -> "if ('${'a' * 3000}!'.matches('${'(' * n}a+${')+' * n}b')) { $STEP }" },
        'quantifiers that multiply'        : { n -> "param 'p', 'x', matching: ~/${'(' * n}x${'{999})' * n}{999}/, default: 'x'" },
        'huge numbers'                     : { n -> "def x = 7G\nfor (i in 1..${n}0) { x = x * x }" },
        'a number with a huge exponent'    : { n -> "'1e${n}99999999'.toBigDecimal() + 1" },
        'a text that doubles'              : { n -> "def x = '${'a' * n}'\nfor (i in 1..99) { x = \"\$x\$x\" }" },
        'a list that doubles'              : { n -> "def x = ['a']\nfor (i in 1..${n}0) { x = [x, x] }\nstep(\"\$x\") { shell 'x' }" },
        'large texts that stay'            : { n -> "def x = (1..${n}00).collect { '${'€' * 9000}'.replace('€', '${'€' * 100}') }" },
        'ten thousand choices'             : { n -> "param 'p', 'x', type: Integer, oneOf: (1..${n}000)" },
        'choices of many parameters'       : { n -> (1..n + 3).collect { "param 'p$it', 'x', oneOf: (1..90), type: Integer\n" }.join() + STEP },
        'a long expression'                : { n -> "def x = ${(['1'] * (n * 2000)).join('+')}" },
        'brackets in brackets'             : { n -> "def x = ${'[' * (n * 1000)}${']' * (n * 1000)}" },
        'brackets that stay open'          : { n -> "def x = ${'([{'[n % 3] * (n * 1000)}" },
        'a long chain of else if'          : { n -> "if (1 == 2) { }" + (1..n * 400).collect { " else if (1 == $it) { $STEP }" }.join() },
        'a long chain of choices'          : { n -> "def x = ${(1..n * 400).collect { "1 == $it ? 1 : " }.join()}0" },
        'a long chain of calls'            : { n -> "def x = ''${'.trim()' * (n * 1000)}" },
        'a long row of signs'              : { n -> "def x = ${'!' * (n * 1000)}true\ndef y = ${'- ' * (n * 1000)}1" },
        'blocks in blocks'                 : { n -> (1..n * 100).collect { "phase('p$it') { " }.join() + STEP + '}' * (n * 100) },
        'if in if without brackets'        : { n -> 'if (1 == 1) ' * (n * 500) + STEP },
        'arrows after arrows'              : { n -> 'def x = ' + (1..n * 300).collect { "{ a$it -> " }.join() + '}' * (n * 300) },
        'generic types in generic types'   : { n -> "${'List<' * (n * 300)}String${'>' * (n * 300)} x = null" },
        'a text with many values'          : { n -> "def a = 'x'\nstep('s') { shell \"${'$a ' * (n * 1000)}\" }" },
        'a text in a text in a text'       : { n -> "def a = ${'"${' * (n * 50)}1${'}"' * (n * 50)}" },
        'very many variables'              : { n -> (1..n * 1000).collect { "def a$it = $it\n" }.join() + STEP },
        'very many steps'                  : { n -> (1..n * 400).collect { "step('s$it') { shell 'true' }\n" }.join() },
        'very many closures'               : { n -> (1..n * 400).collect { "def a$it = { it }\n" }.join() },
        'a long name'                      : { n -> "step('${'n' * (n * 90_000)}') { shell 'true' }" },
        'a long line'                      : { n -> "// ${'x' * (n * 100_000)}\n$STEP" },
        'substitutions in substitutions'   : { n -> "step('s') { shell '''${'echo $(' * (n * 1000)}${')' * (n * 1000)}''' }" },
        'quotes in quotes'                 : { n -> "step('s') { shell '''${'\\"$(echo \\"' * (n * 500)}''' }" },
        'here-documents'                   : { n -> "step('s') { shell '''${(1..n * 300).collect { "cat <<E$it\n" }.join()}''' }" },
        'PowerShell blocks in blocks'      : { n -> "step('s') { powershell '''${'& { "$(' * (n * 500)}''' }" },
        'comments in SQL comments'         : { n -> "step('s') { sql '''${'/* ' * (n * 1000)}''', on: 'db' }" },
        'dollar quotes in SQL'             : { n -> "step('s') { sql '''${(1..n * 500).collect { "\\\$a$it\\\$ " }.join()}''', on: 'db' }" },
        'JSON in JSON'                     : { n -> "step('s') { shell \"echo \${json(${'[a: ' * (n * 20)}1${']' * (n * 20)})}\" }" },
        'runbooks that follow each other'  : { n -> "step('one') { follow 'chain$n/r1' }\nstep('two') { follow 'chain$n/r1' }" },
        'a runbook that follows itself'    : { n -> "step('one') { follow 'hostile/f' }" },
        'a template with many places'      : { n -> "$STEP\nnotify('c') { on started; template 'many${n}.md' }" },
        'a large SQL file'                 : { n -> "step('s') { sql file: 'large${n}.sql', on: 'db' }" },
        'a long text'                      : { n -> "step('s') { shell 'echo ${'€' * (n * 7_000)}' }" },
        'no text'                          : { n -> "\u0000" * (n * 1000) },
    ]

    private final Path folder

    HostileFiles(Path folder) {
        this.folder = folder
    }

    /** Writes this number of files, spread evenly over all kinds, each with another size. */
    List<Path> write(int count) {
        writeNamed()
        def sizes = [1, 10, 7, 3, 9, 2, 8, 4, 6, 5]
        def all = sizes.collectMany { size -> KINDS.collect { kind, body -> [kind, size, body] } }
        all.take(count).withIndex().collect { kind, index ->
            def (name, size, body) = kind
            keep("hostile/f${index}.groovy", "// $name, size $size\nrunbook('hostile/f$index') {\n${body(size)}\n}\n")
        }
    }

    /** Files that the runbooks name. */
    private void writeNamed() {
        (1..10).each { n ->
            def width = n + 1
            (1..20).each { r ->
                keep("chain$n/r${r}.groovy", "runbook('chain$n/r$r') {\n" + (1..width).collect { "step('s$it') { follow 'chain$n/r${r + 1}' }\n" }.join() + '}')
            }
            keep("chain$n/r21.groovy", "runbook('chain$n/r21') { $STEP }")
            keep("hostile/templates/many${n}.md", '${run.id} ${nothing} ' * (n * 4000))
            keep("hostile/large${n}.sql", "select '${'x\\' * (n * 300_000)}" + '/* ' * 20_000)
        }
        keep('hostile/environments/test.yaml', 'settings:\n  a0: &a0 [x, x]\n' + (1..30).collect { "  a$it: &a$it [*a${it - 1}, *a${it - 1}]\n" }.join())
    }

    private Path keep(String name, String text) {
        def file = folder.resolve(name)
        Files.createDirectories(file.parent)
        Files.writeString(file, text)
    }
}
