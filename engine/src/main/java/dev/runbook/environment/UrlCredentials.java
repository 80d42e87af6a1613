package dev.runbook.environment;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds passwords, tokens and keys in a URL of any scheme. Plans show URLs and journals keep them, so they must not
 * contain credentials.
 */
public final class UrlCredentials {
    private static final Pattern USER_AND_PASSWORD = Pattern.compile("//[^/?#;@\\s]*:[^/?#;\\s]*@");

    /** A URL in any text: up to the first space or quote. */
    private static final Pattern URL =
            Pattern.compile("(?i)(?:\\bjdbc:[a-z]|\\b[a-z][a-z0-9+.-]*://|\0(?=[/?]))[^\\s'\"]*");

    /** A literal password or option, not the placeholder of a value or of a shell variable. */
    private static final Pattern WRITTEN_PASSWORD = Pattern.compile("//[^/?#;@\\s]*:[^/?#;@\\s$\0{<%*][^/?#;\\s\0]*@");

    private static final Pattern WRITTEN_OPTION = Pattern.compile("[?&;]([^=?&;\\s\0]+)=([^&;\\s$\0{<%*][^&;\\s\0]*)");

    /** Credential parameters of a web address, in which {@code key} or {@code pageToken} are not credentials. */
    private static final Set<String> OF_THE_WEB = Set.of(
            "password",
            "passwd",
            "passphrase",
            "pwd",
            "pass",
            "secret",
            "clientsecret",
            "token",
            "accesstoken",
            "authtoken",
            "privatetoken",
            "apikey");

    private static final Pattern OPTION = Pattern.compile("[?&;]\\s*([^=?&;\\s]+)\\s*=\\s*([^&;\\s]+)");
    private static final Pattern NAME = Pattern.compile(".*(password|passwd|passphrase|pwd|secret|token).*|pass|pw");

    /** Options of individual drivers, whose names do not show that they are credentials. */
    private static final Set<String> KEYS = Set.of("key", "hexkey", "textkey", "apikey", "keyvaultproviderclientkey");

    private UrlCredentials() {}

    /**
     * Finds the credentials in a URL and returns them without their text: {@code user:password@}, {@code sslpassword=}.
     */
    static Optional<String> in(String url) {
        if (USER_AND_PASSWORD.matcher(url).find()) {
            return Optional.of("user:password@");
        }
        Matcher option = OPTION.matcher(url);
        while (option.find()) {
            if (isCredential(option.group(1))) {
                return Optional.of(option.group(1) + "=");
            }
        }
        return Optional.empty();
    }

    /**
     * Finds the credentials in the URLs of a runbook's text, in the same form.
     *
     * @param text with each value as the character 0
     */
    public static Optional<String> writtenIn(String text) {
        Matcher urls = URL.matcher(text);
        while (urls.find()) {
            Optional<String> found = written(urls.group());
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> written(String url) {
        if (WRITTEN_PASSWORD.matcher(url).find()) {
            return Optional.of("user:password@");
        }
        boolean web = !url.regionMatches(true, 0, "jdbc:", 0, "jdbc:".length());
        Matcher option = WRITTEN_OPTION.matcher(url);
        while (option.find()) {
            String name = option.group(1);
            if (web ? OF_THE_WEB.contains(plain(name)) : isCredential(name)) {
                return Optional.of(name + "=");
            }
        }
        return Optional.empty();
    }

    private static boolean isCredential(String option) {
        String name = plain(option);
        return !name.endsWith("callback") && (NAME.matcher(name).matches() || KEYS.contains(name));
    }

    private static String plain(String option) {
        return decoded(option).toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
    }

    private static String decoded(String name) {
        try {
            return URLDecoder.decode(name, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return name;
        }
    }
}
