package dev.runbook.journal

import dev.runbook.machine.Machine
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import java.util.concurrent.TimeUnit
import spock.lang.Requires
import spock.lang.Specification
import spock.lang.TempDir

/** A file that one process at a time locks; other processes are real ones. */
@Requires(value = { os.linux && Machine.has('python3') }, reason = 'kernel locks, asked of python3')
class LockFileSpec extends Specification {
    @TempDir
    Path folder

    Path file

    def setup() {
        file = folder.resolve('locks/test--traffic')
    }

    def 'the lock file and its folder are private to the owner'() {
        when:
        def lock = LockFile.take(file).get()
        lock.says('maria')

        then:
        PosixFilePermissions.toString(Files.getPosixFilePermissions(file)) == 'rw-------'
        PosixFilePermissions.toString(Files.getPosixFilePermissions(file.parent)) == 'rwx------'
        LockFile.text(file) == 'maria'

        cleanup:
        lock.close()
    }

    def 'a link is not followed: its target is neither locked, read nor written'() {
        given:
        Files.createDirectories(file.parent)
        def other = Files.writeString(folder.resolve('other'), 'precious\n')
        Files.createSymbolicLink(file, other)

        when:
        LockFile.take(file)

        then:
        def refused = thrown(IOException)
        refused.message == "$file: is not a regular file"
        Files.readString(other) == 'precious\n'
        LockFile.text(file) == ''
        !LockFile.held(file)
    }

    def 'a held lock is kept, whoever in the same process checks or wants it'() {
        given:
        def lock = LockFile.take(file).get()
        lock.says('maria')

        expect:
        LockFile.take(file).empty
        LockFile.held(file)
        LockFile.text(file) == 'maria'
        elsewhere('not taken')

        when:
        Thread.currentThread().interrupt()
        lock.says('maria, run r1')

        then: 'an interrupt does not release it'
        Thread.interrupted()
        elsewhere('not taken')
        LockFile.text(file) == 'maria, run r1'

        when:
        lock.close()

        then:
        !LockFile.held(file)
        elsewhere('taken')
        LockFile.text(file) == ''
    }

    def 'a check blocks another process only briefly'() {
        given:
        LockFile.take(file).get().close()
        boolean over = false
        def looks = Thread.startDaemon { while (!over) { LockFile.held(file) } }

        expect:
        (1..200).every { LockFile.take(file).map { it.close(); true }.orElse(false) }

        cleanup:
        over = true
        looks.join()
    }

    /** Returns whether another process can lock it. */
    private boolean elsewhere(String expected) {
        def script = 'import fcntl,sys\nf=open(sys.argv[1],"r+")\ntry:\n fcntl.lockf(f,fcntl.LOCK_EX|fcntl.LOCK_NB); print("taken")\nexcept OSError: print("not taken")'
        def process = ['python3', '-c', script, file.toString()].execute()
        assert process.waitFor(60, TimeUnit.SECONDS)
        process.text.strip() == expected
    }
}
