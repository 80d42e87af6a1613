package dev.runbook.proxy;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The servers that bypass the proxy, as listed in {@code no_proxy}: {@code *}, a host, a domain including its
 * subdomains ({@code erpgo.com}, {@code .erpgo.com}), either with a port, an address, or an address range ({@code
 * 10.0.0.0/8}).
 */
record NoProxy(List<String> entries) {
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    static NoProxy of(String list) {
        return new NoProxy(Arrays.stream(list.toLowerCase(Locale.ROOT).split("[,\\s]+"))
                .filter(entry -> !entry.isEmpty())
                .toList());
    }

    /** Returns whether a server bypasses the proxy; this machine always does. */
    boolean holds(String host, int port) {
        String name = host.toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]|\\.$", "");
        return isThisMachine(name) || entries.stream().anyMatch(entry -> matches(entry, name, port));
    }

    private static boolean isThisMachine(String host) {
        return host.equals("localhost")
                || host.endsWith(".localhost")
                || address(host).filter(InetAddress::isLoopbackAddress).isPresent();
    }

    private static boolean matches(String entry, String host, int port) {
        if (entry.equals("*")) {
            return true;
        }
        if (entry.contains("/")) {
            return inRange(entry, host);
        }
        String name = entry;
        int colon = entry.lastIndexOf(':');
        if (colon > 0 && entry.indexOf(':') == colon) {
            if (!entry.substring(colon + 1).equals(String.valueOf(port))) {
                return false;
            }
            name = entry.substring(0, colon);
        }
        Optional<InetAddress> address = address(host);
        if (address.isPresent()) {
            return address(name.replaceAll("[\\[\\]]", "")).equals(address);
        }
        String domain = name.replaceFirst("^\\*?\\.", "");
        return host.equals(domain) || host.endsWith("." + domain);
    }

    private static boolean inRange(String range, String host) {
        String[] parts = range.split("/", 2);
        Optional<InetAddress> network = address(parts[0]);
        Optional<InetAddress> address = address(host);
        if (network.isEmpty() || address.isEmpty() || !parts[1].matches("\\d{1,3}")) {
            return false;
        }
        byte[] first = network.get().getAddress();
        byte[] other = address.get().getAddress();
        int free = first.length * Byte.SIZE - Integer.parseInt(parts[1]);
        return first.length == other.length
                && free >= 0
                && new BigInteger(1, first).shiftRight(free).equals(new BigInteger(1, other).shiftRight(free));
    }

    /** Parses a literal address; no name is looked up. */
    private static Optional<InetAddress> address(String text) {
        if (!ADDRESS.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException notOne) {
            return Optional.empty();
        }
    }
}
