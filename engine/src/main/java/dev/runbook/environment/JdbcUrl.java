package dev.runbook.environment;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The URL of a database, parsed as its driver parses it.
 *
 * @param address the part before the options: {@code //db1:5432/erp}, {@code shop.db}
 * @param options in order, decoded
 */
public record JdbcUrl(Driver driver, String address, List<Option> options) {
    private static final Pattern ESCAPED_IN_BRACES = Pattern.compile("\\{((?:[^}]|}})*)}");

    /** The databases that the engine has a driver for. */
    public enum Driver {
        POSTGRESQL("jdbc:postgresql:", Set.of("sslrootcert", "sslcert", "sslkey")),
        SQLSERVER(
                "jdbc:sqlserver:",
                Set.of("truststore", "keystorelocation", "clientcertificate", "clientkey", "servercertificate")),
        SQLITE("jdbc:sqlite:", Set.of());

        private final String prefix;
        private final Set<String> paths;

        Driver(String prefix, Set<String> paths) {
            this.prefix = prefix;
            this.paths = paths;
        }

        private boolean takesPath(Option option) {
            return paths.contains(option.key());
        }
    }

    /** One option, {@code name=value}. */
    public record Option(String name, String value) {
        private String key() {
            return name.toLowerCase(Locale.ROOT);
        }
    }

    public JdbcUrl {
        options = List.copyOf(options);
    }

    /** Parses a URL; empty when no driver accepts it. */
    public static Optional<JdbcUrl> of(String text) {
        return Arrays.stream(Driver.values())
                .filter(driver -> text.startsWith(driver.prefix))
                .findFirst()
                .map(driver -> read(driver, text.substring(driver.prefix.length())));
    }

    private static JdbcUrl read(Driver driver, String rest) {
        List<String> pieces = driver == Driver.SQLSERVER ? atSemicolons(rest) : atQuestionMark(rest);
        List<Option> options = pieces.subList(1, pieces.size()).stream()
                .filter(piece -> !piece.isBlank())
                .map(piece -> option(driver, piece))
                .toList();
        return new JdbcUrl(driver, pieces.get(0), options);
    }

    private static List<String> atQuestionMark(String text) {
        int query = text.indexOf('?');
        List<String> pieces = new ArrayList<>();
        pieces.add(query < 0 ? text : text.substring(0, query));
        if (query >= 0) {
            pieces.addAll(List.of(text.substring(query + 1).split("&")));
        }
        return pieces;
    }

    /** Splits at semicolons, except in a value in braces. */
    private static List<String> atSemicolons(String text) {
        List<String> pieces = new ArrayList<>();
        int start = 0;
        boolean inBraces = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            inBraces = c == '{' || (inBraces && c != '}');
            if (c == ';' && !inBraces) {
                pieces.add(text.substring(start, i));
                start = i + 1;
            }
        }
        pieces.add(text.substring(start));
        return pieces;
    }

    private static Option option(Driver driver, String piece) {
        int equals = piece.indexOf('=');
        String name = equals < 0 ? piece : piece.substring(0, equals);
        String value = equals < 0 ? "" : piece.substring(equals + 1);
        return switch (driver) {
            case POSTGRESQL -> new Option(decoded(name), decoded(value));
            case SQLSERVER -> {
                Matcher braces = ESCAPED_IN_BRACES.matcher(value.strip());
                yield new Option(
                        name.strip(), braces.matches() ? braces.group(1).replace("}}", "}") : value.strip());
            }
            case SQLITE -> new Option(name, value);
        };
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }

    /** Returns the value of an option, ignoring the case of its name. */
    public Optional<String> option(String name) {
        return options.stream()
                .filter(option -> option.name().equalsIgnoreCase(name))
                .map(Option::value)
                .findFirst();
    }

    /** Returns the servers, without their ports; empty for a file. */
    List<String> hosts() {
        if (driver == Driver.SQLITE) {
            return List.of();
        }
        String authority = address.startsWith("//") ? address.substring(2).replaceFirst("/.*", "") : "";
        if (driver == Driver.SQLSERVER) {
            String named = option("serverName").or(() -> option("server")).orElse("");
            return List.of(host(authority.isEmpty() ? named : authority.replaceFirst("\\\\.*", "")));
        }
        return Arrays.stream(authority.split(",", -1)).map(JdbcUrl::host).toList();
    }

    private static String host(String withPort) {
        return withPort.startsWith("[")
                ? withPort.substring(1).replaceFirst("].*", "")
                : withPort.replaceFirst(":\\d*$", "");
    }

    /** Returns whether the URL refers only to this machine, without using a network. */
    public boolean local() {
        boolean socket = option("socketFactory")
                .filter(name -> name.toLowerCase(Locale.ROOT).contains("unix"))
                .isPresent();
        boolean elsewhere = option("service").isPresent();
        return socket || (!elsewhere && hosts().stream().allMatch(JdbcUrl::loopback));
    }

    private static boolean loopback(String host) {
        return host.isEmpty()
                || host.equalsIgnoreCase("localhost")
                || host.equals("::1")
                || host.matches("127(\\.\\d{1,3}){3}");
    }

    /** Returns the URL with absolute paths of its files. */
    JdbcUrl withPaths(Function<String, Path> absolute) {
        String place = driver == Driver.SQLITE ? SqlitePath.absolute(address, options, absolute) : address;
        List<Option> resolved = options.stream()
                .map(option -> driver.takesPath(option) && !option.value().isEmpty()
                        ? new Option(
                                option.name(), absolute.apply(option.value()).toString())
                        : option)
                .toList();
        return new JdbcUrl(driver, place, resolved);
    }

    /** Returns the URL as the driver accepts it. */
    String text() {
        if (options.isEmpty()) {
            return driver.prefix + address;
        }
        String between = driver == Driver.SQLSERVER ? ";" : "&";
        return driver.prefix
                + address
                + (driver == Driver.SQLSERVER ? ";" : "?")
                + options.stream().map(this::written).collect(Collectors.joining(between));
    }

    private String written(Option option) {
        return switch (driver) {
            case POSTGRESQL -> encoded(option.name()) + "=" + encoded(option.value());
            case SQLSERVER ->
                option.name() + "="
                        + (option.value().matches("[^;{}]*")
                                ? option.value()
                                : "{" + option.value().replace("}", "}}") + "}");
            case SQLITE -> option.name() + "=" + option.value();
        };
    }

    /** Encodes only what would be misread, to keep the rest readable. */
    private static String encoded(String text) {
        return text.replace("%", "%25")
                .replace("&", "%26")
                .replace("+", "%2B")
                .replace("=", "%3D")
                .replace(" ", "%20");
    }
}
