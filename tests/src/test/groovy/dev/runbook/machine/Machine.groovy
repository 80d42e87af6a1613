package dev.runbook.machine

/**
 * What this machine offers, for {@code @Requires}: a specification that needs more than a JDK declares it, and is shown as
 * skipped where it is missing.
 *
 * <pre>
 * &#64;Requires(value = { Machine.has('sshd') && Machine.root }, reason = 'needs root and openssh-server')
 * </pre>
 */
class Machine {
    /** Folders of programs that may be missing in the PATH of an ordinary user. */
    private static final List<String> SYSTEM_FOLDERS = ['/usr/sbin', '/sbin', '/usr/local/sbin']

    /** Whether a program of this name can be run. */
    static boolean has(String name) {
        program(name) != null
    }

    /** The program of this name, or null. */
    static File program(String name) {
        def folders = (System.getenv('PATH') ?: '').tokenize(File.pathSeparator) + SYSTEM_FOLDERS
        folders.collect { new File(it, name) }.find { it.canExecute() && it.file }
    }

    /** Whether the specifications run as root. */
    static boolean isRoot() {
        System.getProperty('user.name') == 'root'
    }

    /** Whether the long suites were requested, with {@code -Drunbook.suites=all}. */
    static boolean isThorough() {
        System.getProperty('runbook.suites') == 'all'
    }

    /** Whether processes started here end on SIGINT: a shell makes its background jobs, and all their children, ignore it. */
    static boolean isInterruptible() {
        def ignored = new File('/proc/self/status').with { it.exists() ? it.readLines().find { it.startsWith('SigIgn:') } : null }
        !ignored || (Long.parseUnsignedLong(ignored.substring(7).trim(), 16) & 2) == 0
    }

    /** The top of the repository. */
    static File getRepository() {
        new File(System.getProperty('runbook.repository') ?: '..').canonicalFile
    }
}
