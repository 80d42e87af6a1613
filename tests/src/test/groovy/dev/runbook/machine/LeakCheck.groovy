package dev.runbook.machine

import java.nio.file.Path
import java.util.concurrent.TimeUnit
import java.util.concurrent.locks.LockSupport
import org.spockframework.runtime.extension.IGlobalExtension
import org.spockframework.runtime.model.SpecInfo

/**
 * Fails a specification that leaves a process running or a port open. Resources shared by several specifications, such
 * as a database server, are exempted with {@link #shared}; the build checks them after the last of them.
 */
class LeakCheck implements IGlobalExtension {
    /** A killed process remains visible for a moment until its parent has read its exit code. */
    private static final long GRACE = TimeUnit.SECONDS.toNanos(20)

    private static final Set<Object> SHARED = Collections.synchronizedSet(new HashSet<>())
    private static final Set<Path> FOLDERS = Collections.synchronizedSet(new HashSet<>())

    /** Starts something that ends with this JVM: its processes, their children, processes in its folder, and its ports are not leaks. */
    static <T> T shared(Path folder, Closure<T> start) {
        FOLDERS.add(folder)
        def before = present()
        try {
            return start()
        } finally {
            SHARED.addAll(present() - before)
        }
    }

    @Override
    void visitSpec(SpecInfo spec) {
        if (!new File('/proc/self/environ').exists()) {
            return
        }
        spec.addInterceptor { invocation ->
            def before = present()
            invocation.proceed()
            def left = leftSince(before)
            if (left) {
                throw new AssertionError("$spec.name leaves behind:\n  ${left.join('\n  ')}" as Object)
            }
        }
    }

    private static Set<Object> leftSince(Set<Object> before) {
        long end = System.nanoTime() + GRACE
        while (true) {
            def left = present() - before - SHARED
            left.removeAll { it instanceof OwnProcess && (it.startedBy(SHARED) || FOLDERS.any { folder -> it.worksIn(folder) }) }
            if (left.empty || System.nanoTime() > end) {
                return left
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20))
        }
    }

    /** The processes that this JVM started, directly or indirectly, and the ports it listens on itself. */
    private static Set<Object> present() {
        (OwnProcess.all() + ListeningSocket.of(ProcessHandle.current().pid())) as Set<Object>
    }
}
