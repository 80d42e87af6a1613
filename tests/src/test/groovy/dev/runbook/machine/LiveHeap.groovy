package dev.runbook.machine

import java.lang.management.ManagementFactory
import java.lang.management.MemoryType
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit

/** What lives on the heap of this JVM: what its collector left, not what has been allocated since. */
class LiveHeap {
    static final long MEGABYTE = 1024 * 1024

    static long bytes() {
        System.gc()
        ManagementFactory.memoryPoolMXBeans.findAll { it.type == MemoryType.HEAP && it.collectionUsage != null }*.collectionUsage*.used.sum() as long
    }

    /** The most that lived at once, looked at twice a second, while {@code work} ran. */
    static long most(Runnable work) {
        def over = new CountDownLatch(1)
        long most = 0
        def looking = Thread.startDaemon {
            while (!over.await(500, TimeUnit.MILLISECONDS)) {
                most = Math.max(most, bytes())
            }
        }
        try {
            work.run()
        } finally {
            over.countDown()
            looking.join()
        }
        most
    }
}
