package dev.runbook.action.ssh;

import com.jcraft.jsch.JSch;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The algorithms that the engine offers a host, and what it skips in every handshake. The library would test each
 * algorithm on every connection with new keys, to find out whether this JDK supports it, and query each host for its
 * authentication methods, although only one is used.
 */
final class SshAlgorithms {
    private static final int JDK_WITH_ML_KEM = 24;

    private static final Map<String, String> SETTINGS = Map.of(
            "kex", keyExchanges(Runtime.version().feature()),
            "CheckKexes", "",
            "CheckCiphers", "",
            "CheckSignatures", "",
            "enable_auth_none", "no");

    private SshAlgorithms() {}

    /**
     * Returns the settings of a session: the library's own selection, which is safe and modern, restricted to what this
     * JDK supports.
     */
    static Map<String, String> settings() {
        return SETTINGS;
    }

    /** Returns the key exchanges a JDK supports; all but the newest since 17. */
    static String keyExchanges(int jdk) {
        return Arrays.stream(JSch.getConfig("kex").split(","))
                .filter(name -> jdk >= JDK_WITH_ML_KEM || !name.startsWith("mlkem"))
                .collect(Collectors.joining(","));
    }
}
