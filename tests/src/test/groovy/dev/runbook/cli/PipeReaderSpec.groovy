package dev.runbook.cli

import dev.runbook.terminal.PipeReader
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import java.util.concurrent.locks.LockSupport
import spock.lang.Requires
import spock.lang.Specification
import spock.lang.TempDir

@Requires(value = { os.linux }, reason = 'pipes by the path of their descriptor')
class PipeReaderSpec extends Specification {
    @TempDir
    Path folder

    def 'a reader that has closed the pipe is detected without a write, and an open pipe is not taken for closed'() {
        given:
        def pipe = folder.resolve('pipe')
        assert ['mkfifo', pipe.toString()].execute().waitFor() == 0
        def reader = new ProcessBuilder('sleep', '60').redirectInput(ProcessBuilder.Redirect.from(open(pipe))).start()
        def watched = new PipeReader(pipe, true)

        expect:
        (1..20).every { LockSupport.parkNanos(5_000_000); !watched.asBoolean }

        when:
        reader.destroyForcibly().waitFor()
        held.close()

        then:
        until { watched.asBoolean }

        cleanup:
        reader?.destroyForcibly()
    }

    private Closeable held

    /** Opens a pipe from both sides; this side then reads. */
    private File open(Path pipe) {
        held = new RandomAccessFile(pipe.toFile(), 'rw')
        pipe.toFile()
    }

    private static boolean until(Closure<Boolean> holds) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60)
        while (!holds() && System.nanoTime() < end) {
            LockSupport.parkNanos(20_000_000)
        }
        holds()
    }
}
