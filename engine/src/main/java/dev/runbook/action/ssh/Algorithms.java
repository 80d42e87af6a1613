package dev.runbook.action.ssh;

import com.jcraft.jsch.JSch;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the engine offers a host, and leaves out of every handshake. The library would try each algorithm on every connection, with
 * new keys for it, to find out whether this JDK has it; and ask each host how one may log in, though there is one way.
 */
final class Algorithms {
    private static final int JDK_WITH_ML_KEM = 24;

    private static final Map<String, String> SETTINGS = Map.of(
            "kex", keyExchanges(Runtime.version().feature()),
            "CheckKexes", "",
            "CheckCiphers", "",
            "CheckSignatures", "",
            "enable_auth_none", "no");

    private Algorithms() {}

    /** Settings of a session: the library's own choice, which is safe and modern, as far as this JDK can do it. */
    static Map<String, String> settings() {
        return SETTINGS;
    }

    /** The key exchanges a JDK can do; all but the newest since 17. */
    static String keyExchanges(int jdk) {
        return Arrays.stream(JSch.getConfig("kex").split(","))
                .filter(name -> jdk >= JDK_WITH_ML_KEM || !name.startsWith("mlkem"))
                .collect(Collectors.joining(","));
    }
}
