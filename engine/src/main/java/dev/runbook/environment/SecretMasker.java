package dev.runbook.environment;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The masker of one environment. A secret is masked from the moment it is known, also in streams that began before. */
final class SecretMasker implements Masker {
    static final byte[] MASK = HIDDEN.getBytes(StandardCharsets.UTF_8);

    /** Marks the end of a shortened message. */
    private static final char CUT = '…';

    private volatile SecretPatterns patterns = SecretPatterns.NONE;
    /** This one, until it masks what messages may contain. */
    private SecretMasker inMessages = this;

    /**
     * @param secret at least {@link SecretForms#SHORTEST} characters; a shorter one would mask ordinary words
     */
    synchronized void hide(String secret) {
        patterns = patterns.and(secret);
        if (inMessages != this) {
            inMessages.hide(secret);
        }
    }

    /** Masks a text everywhere but in messages. */
    synchronized void hideOutsideMessages(String secret) {
        if (inMessages == this) {
            inMessages = new SecretMasker();
            inMessages.patterns = patterns;
        }
        patterns = patterns.and(secret);
    }

    /** Returns what masks a message to people now. */
    synchronized Masker inMessages() {
        return inMessages;
    }

    SecretPatterns patterns() {
        return patterns;
    }

    @Override
    public String mask(String text) {
        if (patterns.none() || text.length() < SecretForms.SHORTEST) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        String whole = text;
        if (found(bytes)) {
            SecretStreamMask mask = new SecretStreamMask(this);
            byte[] beginning = mask.feed(bytes, 0, bytes.length);
            whole = text(beginning) + text(mask.end());
        }
        return whole.indexOf(CUT) < 0 ? whole : withoutBeginnings(whole);
    }

    /** Masks the beginning of a secret at the end of a message that was shortened elsewhere. */
    private String withoutBeginnings(String text) {
        StringBuilder masked = new StringBuilder();
        int from = 0;
        for (int cut = text.indexOf(CUT); cut >= 0; cut = text.indexOf(CUT, from)) {
            SecretStreamMask mask = new SecretStreamMask(this);
            byte[] part = text.substring(from, cut).getBytes(StandardCharsets.UTF_8);
            masked.append(text(mask.feed(part, 0, part.length)));
            byte[] beginning = mask.end();
            masked.append(text(beginning.length < SecretForms.SHORTEST ? beginning : MASK))
                    .append(CUT);
            from = cut + 1;
        }
        return masked.append(text, from, text.length()).toString();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private boolean found(byte[] bytes) {
        SecretPatterns now = patterns;
        for (int i = 0; i < bytes.length; i++) {
            if (now.match(bytes, i, bytes.length, true) != SecretPatterns.NO) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Map<String, Object> mask(Map<String, Object> values) {
        Map<String, Object> masked = new LinkedHashMap<>();
        values.forEach((key, value) -> masked.put(mask(key), maskValue(value)));
        return masked;
    }

    private Object maskValue(Object value) {
        if (value instanceof CharSequence text) {
            return mask(text.toString());
        }
        if (value instanceof Number || value instanceof Instant) {
            String masked = mask(value.toString());
            return masked.equals(value.toString()) ? value : masked;
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> masked = new LinkedHashMap<>();
            map.forEach((key, inner) -> masked.put(mask(String.valueOf(key)), maskValue(inner)));
            return masked;
        }
        return value instanceof List<?> list ? maskList(list) : value;
    }

    /** Masks the elements of a list, and a secret that continues from one line of text to the next. */
    private List<?> maskList(List<?> list) {
        if (!list.stream().allMatch(element -> element instanceof String line && line.indexOf('\n') < 0)) {
            return list.stream().map(this::maskValue).toList();
        }
        String text = String.join("\n", list.stream().map(String::valueOf).toList());
        String masked = mask(text);
        return masked.equals(text) ? list : List.of(masked.split("\n", -1));
    }

    @Override
    public StreamMask stream() {
        return new SecretStreamMask(this);
    }
}
