package dev.runbook.action.shell

import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import spock.lang.Requires
import spock.lang.Specification
import spock.lang.TempDir
import spock.util.concurrent.PollingConditions

/** Which processes belong to an attempt, while they move. */
@Requires(value = { os.linux }, reason = 'reads /proc')
class ProcessTreeFinderSpec extends Specification {
    @TempDir
    Path folder

    def 'a process that changes its group after it was found is listed in its new group'() {
        given:
        def polling = new PollingConditions(timeout: 30)
        def process = new ProcessBuilder('setsid', 'sh', '-c', 'mkfifo go; (read x < go; exec setsid sleep 60) & echo $! > pid; wait')
            .directory(folder.toFile()).start()
        polling.eventually { assert Files.exists(folder.resolve('pid')) && Files.size(folder.resolve('pid')) > 1 }
        long child = folder.resolve('pid').toFile().text.trim() as long
        long group = ProcessTable.entry(child).get().group()
        def finder = new ProcessTreeFinder(group, { false })

        expect:
        finder.sweep().find { it.pid() == child }.group() == group

        when:
        folder.resolve('go').toFile().text = 'go\n'
        polling.eventually { assert ProcessTable.entry(child).get().group() == child }

        then:
        finder.alive().find { it.pid() == child }.group() == child

        cleanup:
        ProcessHandle.of(child).ifPresent { it.destroyForcibly() }
        process?.destroyForcibly()?.waitFor(10, TimeUnit.SECONDS)
    }
}
