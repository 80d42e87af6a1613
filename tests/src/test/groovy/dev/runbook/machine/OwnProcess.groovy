package dev.runbook.machine

import groovy.transform.EqualsAndHashCode
import java.nio.charset.StandardCharsets
import java.nio.file.Files
import java.nio.file.Path

/**
 * A process that this JVM started, directly or indirectly. One whose parent has ended is identified by a variable that
 * the build sets for this JVM, and that every process inherits.
 */
@EqualsAndHashCode(includes = 'pid')
class OwnProcess {
    /** Set by the build for each JVM that runs specifications: the build's folder and a number. */
    static final String VARIABLE = 'RUNBOOK_SUITE'

    final long pid

    private OwnProcess(long pid) {
        this.pid = pid
    }

    static List<OwnProcess> all() {
        def self = ProcessHandle.current()
        def children = self.descendants().filter { it.alive }.map { it.pid() }.toList()
        def mark = System.getenv(VARIABLE)
        (children + (mark ? marked { it == mark } : []) - self.pid()).unique().collect { new OwnProcess(it) }.findAll { !it.ended }
    }

    /** The processes that the specifications of a build left running, by its folder. */
    static List<OwnProcess> leftBy(String build) {
        marked { it.startsWith("$build ") }.collect { new OwnProcess(it) }.findAll { !it.ended }
    }

    private static List<Long> marked(Closure<Boolean> marks) {
        new File('/proc').list().findAll { pid ->
            pid.number && variables(pid).any { it.startsWith("$VARIABLE=") && marks(it.drop(VARIABLE.size() + 1)) }
        }*.toLong()
    }

    /** Processes of this machine that work in a folder, which a process has from its start. */
    static List<ProcessHandle> workingIn(Path folder) {
        def working = new File('/proc').list().findAll { it.number && link("/proc/$it/cwd") == folder.toString() }
        working.collect { ProcessHandle.of(it as long).orElse(null) }.findAll()
    }

    private static List<String> variables(String pid) {
        try {
            new String(Files.readAllBytes(Path.of('/proc', pid, 'environ')), StandardCharsets.ISO_8859_1).tokenize('\0')
        } catch (IOException goneOrOfAnother) {
            []
        }
    }

    /** Whether it is a zombie: it has ended, and its parent has not read its exit code. */
    boolean isEnded() {
        !stat() || stat()[0] == 'Z'
    }

    boolean startedBy(Set<?> processes) {
        def parent = ProcessHandle.of(pid).flatMap { it.parent() }.map { new OwnProcess(it.pid()) }.orElse(null)
        parent && (parent in processes || parent.startedBy(processes))
    }

    boolean worksIn(Path folder) {
        Path.of(link("/proc/$pid/cwd")).startsWith(folder)
    }

    /** The fields after the name. */
    private List<String> stat() {
        try {
            Files.readString(Path.of("/proc/$pid/stat")).replaceFirst(/(?s).*\) /, '').tokenize(' ')
        } catch (IOException gone) {
            []
        }
    }

    /** Its number, command line and folder, to find what started it. */
    @Override
    String toString() {
        def command = read("/proc/$pid/cmdline").replace('\0', ' ').trim()
        def ports = ListeningSocket.of(pid)
        "process $pid: ${command.take(200)} (in ${link("/proc/$pid/cwd")}${ports ? ", listens on ${ports.join(', ')}" : ''})"
    }

    private static String read(String file) {
        try {
            Files.readString(Path.of(file))
        } catch (IOException gone) {
            '?'
        }
    }

    private static String link(String file) {
        try {
            Files.readSymbolicLink(Path.of(file)).toString()
        } catch (IOException gone) {
            '?'
        }
    }
}
