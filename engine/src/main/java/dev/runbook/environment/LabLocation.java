package dev.runbook.environment;

import dev.runbook.AuthorException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The location of this installation's labs: their folder and their loopback address. Both are computed, so an
 * environment file can be read while its lab is down, and both differ for each checkout and each user of a machine.
 *
 * @param home the folder with a subfolder for each lab
 * @param address an IPv4 address in 127.0.0.0/8
 */
public record LabLocation(Path home, String address) {
    /** Overrides the folder of all labs. */
    public static final String HOME_VARIABLE = "RUNBOOK_LAB_HOME";
    /** Overrides the loopback address. */
    public static final String ADDRESS_VARIABLE = "RUNBOOK_LAB_ADDRESS";

    private static final Pattern LOOPBACK = Pattern.compile("127(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}");

    /**
     * @param variables the process's environment variables
     * @throws AuthorException when a variable names an address that is not a loopback address
     */
    public static LabLocation of(Map<String, String> variables) {
        return of(variables, Path.of(System.getProperty("runbook.repository", "")));
    }

    /**
     * @param variables the process's environment variables
     * @param installation the folder of the product: each checkout has separate labs
     * @throws AuthorException when a variable names an address that is not a loopback address
     */
    public static LabLocation of(Map<String, String> variables, Path installation) {
        String named = variables.getOrDefault(HOME_VARIABLE, "");
        Path home = named.isEmpty()
                ? folderOf(variables, installation.toAbsolutePath().normalize())
                : Path.of(named).toAbsolutePath().normalize();
        String address = variables.getOrDefault(ADDRESS_VARIABLE, "");
        if (!address.isEmpty() && !LOOPBACK.matcher(address).matches()) {
            throw new AuthorException(
                    ADDRESS_VARIABLE + "=" + address + " is not a loopback address; use one like 127.0.0.2");
        }
        return new LabLocation(home, address.isEmpty() ? addressOf(home) : address);
    }

    private static Path folderOf(Map<String, String> variables, Path installation) {
        Path name = installation.getFileName();
        String checkout = (name == null ? "" : name + "-") + HexFormat.of().formatHex(digest(installation), 0, 3);
        String user = variables.getOrDefault("HOME", System.getProperty("user.home"));
        return Path.of(user, ".local", "state", "runbook", "lab", checkout);
    }

    /** Chooses an address outside 127.0.0.0/12, where systems use addresses themselves (127.0.0.53, 127.0.1.1). */
    private static String addressOf(Path home) {
        byte[] bytes = digest(home);
        return "127.%d.%d.%d".formatted(16 + (bytes[0] & 0xff) % 240, bytes[1] & 0xff, 1 + (bytes[2] & 0xff) % 254);
    }

    private static byte[] digest(Path path) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(path.toString().getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }

    /** Returns the two variables for use in an environment file. */
    Map<String, String> variables() {
        return Map.of(HOME_VARIABLE, home.toString(), ADDRESS_VARIABLE, address);
    }
}
