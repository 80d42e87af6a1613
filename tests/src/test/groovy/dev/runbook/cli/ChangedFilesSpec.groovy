package dev.runbook.cli

import dev.runbook.time.FakeClock
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardCopyOption
import java.time.Duration
import spock.lang.Specification
import spock.lang.TempDir

class ChangedFilesSpec extends Specification {
    @TempDir
    Path folder

    FakeClock clock = new FakeClock()
    Path one
    Set<Path> files
    ChangedFiles changed

    def setup() {
        one = Files.writeString(folder.resolve('one'), 'a')
        files = [one] as Set
        changed = new ChangedFiles(clock, { files })
        changed.begin()
    }

    def 'nothing has changed without a change'() {
        expect:
        !(1..5).any { look() }
    }

    def 'a change counts once it has stopped: #how'() {
        when:
        change(one)

        then:
        !look()
        look()

        and: 'until it is read'
        changed.begin() == [one] as Set
        !look()

        where:
        how           | change
        'written'     | { Files.writeString(it, 'longer') }
        'deleted'     | { Files.delete(it) }
        'replaced'    | { Files.move(Files.writeString(it.resolveSibling('x'), 'b'), it, StandardCopyOption.REPLACE_EXISTING) }
    }

    def 'a file that is still being written is not read'() {
        expect:
        (1..4).every {
            Files.writeString(one, 'a' * it * 10)
            !look()
        }
        look()
    }

    def 'a file that is added counts, one that only began to matter does not'() {
        given:
        def two = Files.writeString(folder.resolve('two'), 'a')
        files << two

        when:
        changed.complete()

        then:
        !look()
        !look()

        when:
        files << Files.writeString(folder.resolve('three'), 'a')

        then:
        !look()
        look()
    }

    private boolean look() {
        clock.advance(Duration.ofSeconds(5))
        changed.settled()
    }
}
