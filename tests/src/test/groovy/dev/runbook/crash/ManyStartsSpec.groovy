package dev.runbook.crash

import dev.runbook.machine.Thorough
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Requires
import spock.lang.Specification
import spock.lang.TempDir

/** Concurrent starts of one runbook, each in a separate process. {@code -Drunbook.rounds=50} sets the number of rounds. */
@Thorough('up to fifty engine processes at once')
@Requires(value = { os.linux }, reason = 'kernel locks')
class ManyStartsSpec extends Specification {
    private static final int ROUNDS = Integer.getInteger('runbook.rounds', 1)

    @TempDir
    Path folder

    def 'of six concurrent starts exactly one runs; the others are not started and name it'() {
        expect:
        round(6, 0)
    }

    def 'of fifty concurrent starts exactly one runs; the others are not started and name it'() {
        expect:
        (1..ROUNDS).each { round(50, it) }
    }

    private boolean round(int starts, int number) {
        def other = new OtherTerminal(Files.createDirectories(folder.resolve("round-$number")))
        try {
            other.runbook('demo/one', '''
                lock 'the one'
                step('Alone') { shell 'echo ran >> effects; while [ ! -e go ]; do sleep 0.05; done' }
            ''')
            def processes = (1..starts).collect { other.start("out-$it", 'run', 'runbooks/demo/one.groovy') }
            other.until('more than one runs') { processes.count { it.alive } <= 1 && other.lines('effects') }
            def running = processes.find { it.alive }
            assert running
            assert processes.findAll { it != running }*.exitValue().toSet() == [5] as Set
            (1..starts).findAll { processes[it - 1] != running }.each {
                assert other.printed("out-$it") =~ /not started: lock 'the one' in local is held by \S+, demo\/one, process ${running.pid()} since/
            }
            other.touch('go')
            assert other.exit(running) == 0
            assert other.lines('effects') == ['ran']
        } finally {
            other.close()
            other.folder.toFile().deleteDir()
        }
        true
    }
}
