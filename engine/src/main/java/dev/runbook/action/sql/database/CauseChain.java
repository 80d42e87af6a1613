package dev.runbook.action.sql.database;

import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;

/** Summarizes a driver's exception chain: from the outermost exception to its root cause, without repetitions. */
final class CauseChain {
    private static final int MOST = 5;
    /** What the drivers of PostgreSQL and SQL Server advise whenever a connection fails; the latter quotes it. */
    private static final Pattern ADVICE =
            Pattern.compile("(?s)\\. (?:Check that the hostname|Verify the connection properties)[^\"]*(\"?).*");

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");

    private CauseChain() {}

    /** Returns one line for people. */
    static String text(Throwable failure) {
        List<String> said = new ArrayList<>();
        for (Throwable one : all(failure)) {
            String message = message(one);
            if (isNew(message, said) && said.size() < MOST) {
                said.add(message);
            }
        }
        return String.join(": ", said);
    }

    /** Returns whether a message contains a word that is not yet in the summary. */
    private static boolean isNew(String message, List<String> said) {
        Set<String> before = words(String.join(" ", said));
        return !before.containsAll(words(message));
    }

    private static Set<String> words(String text) {
        return WORD.matcher(text.toLowerCase(Locale.ROOT))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());
    }

    /** Returns whether the TLS handshake failed, or a certificate was not trusted. */
    static boolean isTls(Throwable failure) {
        return all(failure).stream()
                .anyMatch(one -> one instanceof SSLException
                        || one instanceof GeneralSecurityException
                        || message(one).contains("SSL"));
    }

    private static List<Throwable> all(Throwable failure) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Throwable> found = new ArrayList<>();
        Deque<Throwable> next = new ArrayDeque<>(List.of(failure));
        while (!next.isEmpty()) {
            Throwable one = next.pop();
            if (seen.add(one)) {
                found.add(one);
                if (one instanceof SQLException sql && sql.getNextException() != null) {
                    next.push(sql.getNextException());
                }
                if (one.getCause() != null) {
                    next.push(one.getCause());
                }
            }
        }
        return found;
    }

    private static String message(Throwable one) {
        if (one instanceof UnknownHostException unknown) {
            return "no address is known for host '" + unknown.getMessage().replaceFirst(":.*", "") + "'";
        }
        String message = one.getMessage() == null ? "" : one.getMessage();
        return ADVICE.matcher(message)
                .replaceFirst("$1")
                .lines()
                .findFirst()
                .orElse("")
                .strip()
                .replaceFirst("\\.$", "");
    }
}
