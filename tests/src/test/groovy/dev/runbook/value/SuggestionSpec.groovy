package dev.runbook.value

import spock.lang.Specification

class SuggestionSpec extends Specification {
    def 'the nearest of #known to #typed is #nearest'() {
        expect:
        Suggestion.closest(typed, known).orElse(null) == nearest

        where:
        typed    | known                             || nearest
        'stpe'   | ['stop', 'step']                  || 'step'
        'minuts' | ['minute', 'minutes', 'seconds']  || 'minutes'
        'minut'  | ['minute', 'minutes']             || 'minute'
        'Minuts' | ['minute', 'minutes']             || 'minutes'
        'hors'   | ['hour', 'hours', 'host']         || 'hours'
        'xyz'    | ['minute', 'step']                || null
        ''       | ['', 'a']                         || ''
    }
}
