package dev.runbook.machine

import groovy.transform.Immutable
import java.nio.file.Files
import java.nio.file.Path

/** A TCP socket on which a process of this machine listens, as Linux shows it in /proc. */
@Immutable
class ListeningSocket {
    /** The state LISTEN in /proc/net/tcp. */
    private static final String LISTEN = '0A'

    String address
    int port

    /** The sockets on which a process listens; none if it has ended or belongs to another user. */
    static List<ListeningSocket> of(long pid) {
        def inodes = inodesOf(pid)
        inodes ? all().findAll { it.key in inodes }.values().toList() : []
    }

    /** By inode. */
    private static Map<String, ListeningSocket> all() {
        ['tcp', 'tcp6'].collectMany { new File('/proc/net', it).with { it.exists() ? it.readLines().drop(1) : [] } }
            .collect { it.trim().split(/\s+/) }
            .findAll { it[3] == LISTEN }
            .collectEntries { [it[9], at(it[1])] }
    }

    private static Set<String> inodesOf(long pid) {
        def descriptors = new File("/proc/$pid/fd").list() ?: []
        descriptors.collect { link(Path.of("/proc/$pid/fd", it)) }.findAll { it.startsWith('socket:[') }.collect { it[8..-2] }.toSet()
    }

    private static String link(Path descriptor) {
        try {
            Files.readSymbolicLink(descriptor).toString()
        } catch (IOException closed) {
            ''
        }
    }

    /** {@code 0100007F:B8F4}: words of four bytes, the last byte first. IPv4 in IPv6 is shown as IPv4. */
    private static ListeningSocket at(String text) {
        def (words, port) = text.split(':')
        def bytes = words.toList().collate(8).collectMany { it.join('').decodeHex().toList().reverse() }
        new ListeningSocket(InetAddress.getByAddress(bytes as byte[]).hostAddress, Integer.parseInt(port, 16))
    }

    @Override
    String toString() {
        "$address:$port"
    }
}
