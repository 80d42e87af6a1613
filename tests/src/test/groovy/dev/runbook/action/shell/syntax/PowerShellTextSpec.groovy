package dev.runbook.action.shell.syntax

import dev.runbook.action.shell.PowerShell
import dev.runbook.AuthorException
import spock.lang.Specification

import static dev.runbook.action.shell.syntax.PowerShellPlace.AFTER_BACKTICK
import static dev.runbook.action.shell.syntax.PowerShellPlace.AFTER_DOLLAR
import static dev.runbook.action.shell.syntax.PowerShellPlace.BARE
import static dev.runbook.action.shell.syntax.PowerShellPlace.COMMAND
import static dev.runbook.action.shell.syntax.PowerShellPlace.COMMENT
import static dev.runbook.action.shell.syntax.PowerShellPlace.DOUBLE_QUOTES
import static dev.runbook.action.shell.syntax.PowerShellPlace.IN_A_NAME
import static dev.runbook.action.shell.syntax.PowerShellPlace.PART_OF_WORD
import static dev.runbook.action.shell.syntax.PowerShellPlace.SINGLE_QUOTES
import static dev.runbook.action.shell.syntax.PowerShellPlace.VERBATIM

/** PowerShell's quoting rules, as far as a value's place depends on them. A gap is written as ¤. */
class PowerShellTextSpec extends Specification {

    def 'in #text the values are in #places'() {
        expect:
        PowerShellText.of(text.split('¤', -1).toList()).gaps() == places

        where:
        text                                              | places
        'Get-Item ¤'                                      | [BARE]
        '¤'                                               | [BARE]
        '$x = ¤; f ¤, ¤'                                  | [BARE, BARE, BARE]
        '$x=¤'                                            | [BARE]
        '@{ Name = ¤ }'                                   | [BARE]
        '@(¤) | f (¤) | % { ¤ }'                          | [BARE, BARE, BARE]
        '$a[¤]'                                           | [BARE]
        'f "¤" "a¤b:¤[0].x¤"'                             | [DOUBLE_QUOTES] * 4
        'f ¤.txt'                                         | [PART_OF_WORD]
        'f ¤[0]'                                          | [PART_OF_WORD]
        'f a¤'                                            | [PART_OF_WORD]
        'f ¤¤'                                            | [PART_OF_WORD, PART_OF_WORD]
        'f -Name:¤'                                       | [PART_OF_WORD]
        'f --name=¤'                                      | [BARE]
        "f '¤'"                                           | [SINGLE_QUOTES]
        'f \u2018¤\u2019 \u201a¤\u201b'                   | [SINGLE_QUOTES, SINGLE_QUOTES]
        'f \u201c¤\u201d \u201e¤"'                        | [DOUBLE_QUOTES, DOUBLE_QUOTES]
        "f 'it''s ¤' ¤"                                   | [SINGLE_QUOTES, BARE]
        "f 'it\u2019\u2019s ¤' ¤"                         | [SINGLE_QUOTES, BARE]
        'f "say ""¤""" ¤'                                 | [DOUBLE_QUOTES, BARE]
        'f "\'¤\'"'                                       | [DOUBLE_QUOTES]
        'f "a`"¤"'                                        | [DOUBLE_QUOTES]
        'f "`¤"'                                          | [AFTER_BACKTICK]
        'f `¤'                                            | [AFTER_BACKTICK]
        'f `" ¤'                                          | [BARE]
        'f "$¤" $¤'                                       | [AFTER_DOLLAR, AFTER_DOLLAR]
        'f "${a¤}"'                                       | [IN_A_NAME]
        'f ${a} ¤ "${b}¤"'                                | [BARE, DOUBLE_QUOTES]
        'f "$env:¤"'                                      | [DOUBLE_QUOTES]
        'f $env:¤'                                        | [PART_OF_WORD]
        'f "$(g ¤ \'¤\' "¤" )¤"'                          | [BARE, SINGLE_QUOTES, DOUBLE_QUOTES, DOUBLE_QUOTES]
        'f "$(g { ")" } ¤)"'                              | [BARE]
        'f # it\'s ¤\nf ¤'                                | [COMMENT, BARE]
        'f a#b ¤'                                         | [BARE]
        'f <# "¤ \n #> ¤'                                 | [COMMENT, BARE]
        "f @'\n'¤\n '@ ¤\n'@ ¤"                           | [SINGLE_QUOTES, SINGLE_QUOTES, BARE]
        'f @"\n"¤" $(g ¤)\n"@ ¤'                          | [DOUBLE_QUOTES, BARE, BARE]
        "f @'\n'@ ¤"                                      | [BARE]
        '& ¤'                                             | [COMMAND]
        '&¤'                                              | [COMMAND]
        '. ¤'                                             | [COMMAND]
        'a && ¤'                                          | [BARE]
        'git --% log ¤\ngit ¤'                            | [VERBATIM, BARE]
        'f --%x ¤'                                        | [BARE]
        'f \u2013x ¤'                                     | [BARE]
        'f )} ¤'                                          | [BARE]
    }

    def 'a here-string ends at its end although the text is indented in the runbook'() {
        given:
        def text = PowerShellText.of(['\n    f @"\n    a ', '\n    "@ ', '\n'])

        expect:
        text.gaps() == [DOUBLE_QUOTES, BARE]
        text.script { 'RB_' + (it + 1) } == 'f @"\na ${RB_1}\n"@ ${RB_2}\n'
    }

    def 'a value in a bad place is rejected in one line with its cure: #text'() {
        when:
        PowerShellText.of(text.split('¤', -1).toList()).script { 'RB_1' }

        then:
        def refusal = thrown(AuthorException)
        refusal.message == message

        where:
        text          || message
        "f '¤'"       || 'PowerShell expands nothing between single quotes; use double quotes'
        'f C:\\¤'     || 'an unquoted value needs spaces around it: adjacent text would become part of its name, or another argument; put the whole word into double quotes'
        'iex --% ¤'   || 'nothing is expanded after --%; remove --% and quote the arguments'
    }
}
