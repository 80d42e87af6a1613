package dev.runbook.environment;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds passwords, tokens and keys in the text of a URL, whatever its scheme and whoever reads it. A URL is shown by
 * plans and kept in journals, so it is no place for them.
 */
final class UrlCredentials {
    private static final Pattern USER_AND_PASSWORD = Pattern.compile("//[^/?#;@\\s]*:[^/?#;\\s]*@");
    private static final Pattern OPTION = Pattern.compile("[?&;]\\s*([^=?&;\\s]+)\\s*=\\s*([^&;\\s]+)");
    private static final Pattern NAME = Pattern.compile(".*(password|passwd|passphrase|pwd|secret|token).*|pass|pw");

    /** Of single drivers, whose names do not say what they are. */
    private static final Set<String> KEYS = Set.of("key", "hexkey", "textkey", "apikey", "keyvaultproviderclientkey");

    private UrlCredentials() {}

    /** As the URL has it, without the text itself: {@code user:password@}, {@code sslpassword=}. */
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

    private static boolean isCredential(String option) {
        String name = decoded(option).toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
        return !name.endsWith("callback") && (NAME.matcher(name).matches() || KEYS.contains(name));
    }

    private static String decoded(String name) {
        try {
            return URLDecoder.decode(name, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return name;
        }
    }
}
