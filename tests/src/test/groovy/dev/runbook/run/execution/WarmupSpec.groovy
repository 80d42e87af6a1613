package dev.runbook.run.execution

import dev.runbook.compile.RunbookTexts
import spock.lang.Specification

/** Resources of later steps are prepared during the first ones; a run without such resources starts no thread. */
class WarmupSpec extends Specification implements RunbookTexts {
    private static final String ASK = "http { get 'http://127.0.0.1/' }"

    def 'a warm-up thread is needed: #needed, for: #steps'() {
        when:
        def thread = Warmup.beside(check(inRunbook(steps.indexed().collect { i, what -> "step('s$i') { $what }" }.join('\n'))).plan())
        thread.ifPresent { it.join(20_000) }

        then:
        thread.present == needed
        thread.empty || (thread.get().daemon && !thread.get().alive)

        where:
        steps                                        || needed
        ["shell 'x'", "shell 'y'"]                   || false
        ["shell 'x'", ASK, ASK]                      || true
        ["shell 'x'", "prometheus 'up', on: 'm'"]    || true
        [ASK, "shell 'x'", ASK]                      || false
        ["shell 'x'; onFailure { step('f') { $ASK } }".toString()] || true
    }
}
