package dev.runbook.environment;

import dev.runbook.AuthorException;
import dev.runbook.proxy.Proxies;
import dev.runbook.value.FileReason;
import dev.runbook.value.Secret;
import dev.runbook.value.Suggestion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Opens each source once and caches its text, which is masked from then on. Thread-safe. */
final class OpenedSecrets implements Secrets {
    private static final long LARGEST_FILE = 64 * 1024;

    private final Map<String, SecretSource> declared;
    private final Collection<SecretSource> named;
    private final Map<String, String> variables;
    private final SecretMasker masker = new SecretMasker();
    private final Map<SecretSource, String> opened = new ConcurrentHashMap<>();
    private final Map<Secret, String> given = new ConcurrentHashMap<>();

    /**
     * @param declared the secrets that {@code secret('NAME')} may open
     * @param named every source in the environment, also of passwords and addresses
     * @param variables the engine's own environment variables
     * @param confidential texts to mask from the start
     */
    OpenedSecrets(
            Map<String, SecretSource> declared,
            Collection<SecretSource> named,
            Map<String, String> variables,
            Collection<String> confidential) {
        this.declared = Map.copyOf(declared);
        this.named = List.copyOf(named);
        this.variables = variables;
        confidential.forEach(this::hide);
        Proxies.passwords(variables).forEach(this::hide); // steps have these variables, and may print them
    }

    /** Returns an environment without secrets. */
    static OpenedSecrets none(Map<String, String> variables) {
        return new OpenedSecrets(Map.of(), List.of(), variables, List.of());
    }

    @Override
    public void give(Secret secret, String text) {
        if (text.length() < SecretForms.SHORTEST) {
            throw tooShort("secret '" + secret.name() + "'");
        }
        masker.hide(text);
        given.put(secret, text);
    }

    @Override
    public String open(Secret secret) {
        if (given.containsKey(secret)) {
            return given.get(secret);
        }
        SecretSource source = declared.get(secret.name());
        if (source == null) {
            throw new AuthorException("the environment has no secret '" + secret.name() + "'"
                    + Suggestion.didYouMean(secret.name(), declared.keySet())
                            .map(cure -> ": " + cure)
                            .orElse(""));
        }
        return open(source, "secret '" + secret.name() + "'");
    }

    @Override
    public String open(SecretSource source, String what) {
        String known = opened.get(source);
        if (known != null) {
            return known;
        }
        String text = withoutLastNewline(fetch(source, what));
        if (text.isEmpty() && !(source instanceof SecretSource.Plain)) {
            throw new AuthorException(what + " is empty: " + source.where());
        }
        if (!(source instanceof SecretSource.Plain)) {
            if (text.length() < SecretForms.SHORTEST) {
                throw tooShort(what);
            }
            masker.hide(text);
        }
        opened.put(source, text);
        return text;
    }

    private static AuthorException tooShort(String what) {
        return new AuthorException(what + " is shorter than " + SecretForms.SHORTEST
                + " characters, too short to be masked in output: use a longer one");
    }

    @Override
    public void hideNamed() {
        for (SecretSource source : named) {
            if (source instanceof SecretSource.Variable variable) {
                hide(variables.getOrDefault(variable.name(), ""));
            } else if (source instanceof SecretSource.File file) {
                hide(textOf(file.path()));
            }
        }
    }

    @Override
    public void hideLink(String token) {
        masker.hideOutsideMessages(token);
    }

    private void hide(String text) {
        String secret = withoutLastNewline(text);
        if (secret.length() >= SecretForms.SHORTEST) {
            masker.hide(secret);
        }
    }

    /** Reads a file; empty if it cannot be read, since opening it reports why. */
    private static String textOf(Path file) {
        try {
            return Files.isRegularFile(file) && Files.size(file) <= LARGEST_FILE
                    ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    : "";
        } catch (IOException unreadable) {
            return "";
        }
    }

    @Override
    public Masker masker() {
        return masker;
    }

    @Override
    public Masker messageMasker() {
        return masker.inMessages();
    }

    private String fetch(SecretSource source, String what) {
        if (source instanceof SecretSource.Variable variable) {
            return Optional.ofNullable(variables.get(variable.name()))
                    .orElseThrow(() -> new AuthorException(what + " is missing: " + source.where() + " is not set"));
        }
        if (source instanceof SecretSource.File file) {
            return fileText(file, what);
        }
        if (source instanceof SecretSource.Command command) {
            return SecretCommand.run(command.command(), what, masker);
        }
        return ((SecretSource.Plain) source).text();
    }

    private static String fileText(SecretSource.File file, String what) {
        try {
            return new String(Files.readAllBytes(file.path()), StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw new AuthorException(what + " is missing: no such file: " + file.path(), e);
        } catch (IOException e) {
            throw new AuthorException(what + " is missing: cannot read " + file.path() + ": " + FileReason.of(e), e);
        }
    }

    static String withoutLastNewline(String text) {
        if (text.endsWith("\r\n")) {
            return text.substring(0, text.length() - 2);
        }
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }
}
