package dev.runbook.run.execution

import dev.runbook.value.Result
import spock.lang.Specification

class MemberFailuresSpec extends Specification {
    def 'a container names the members that failed in one readable line'() {
        expect:
        MemberFailures.describe(causes.withIndex().collect { cause, i -> new NodeResult.Failed(['a', 'b', 'c', 'd', 'e', 'f'][i], Result.FAILED, cause) }) == text

        where:
        causes                                  || text
        ['exit code 1']                         || "'a' failed: exit code 1"
        ['exit code 1', 'exit code 2']          || "'a' failed: exit code 1; 'b' failed: exit code 2"
        ['x' * 300, 'exit code 2']              || "'a' failed: ${'x' * 300}; also failed: 'b'"
        ['exit code 1', 'y' * 300, 'z']         || "'a' failed: exit code 1; also failed: 'b', 'c'"
        ['x' * 300, 'y', 'y', 'y', 'y', 'y']    || "'a' failed: ${'x' * 300}; also failed: 'b', 'c', 'd' and 2 more"
    }
}
