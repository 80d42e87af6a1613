package dev.runbook.environment;

import dev.runbook.AuthorException;
import dev.runbook.value.FileReason;
import dev.runbook.value.Secret;
import dev.runbook.value.Suggestion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Opens each source once and remembers it; what was opened is masked from then on. Thread-safe. */
final class OpenedSecrets implements Secrets {
    private final Map<String, SecretSource> declared;
    private final Map<String, String> variables;
    private final SecretMasker masker;
    private final Map<SecretSource, String> opened = new ConcurrentHashMap<>();

    OpenedSecrets(Map<String, SecretSource> declared, Map<String, String> variables, Consumer<String> warn) {
        this.declared = Map.copyOf(declared);
        this.variables = variables;
        this.masker = new SecretMasker(warn);
    }

    @Override
    public String open(Secret secret) {
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
            throw new AuthorException(what + " is empty: " + where(source));
        }
        if (!(source instanceof SecretSource.Plain)) {
            masker.hide(text, what);
        }
        opened.put(source, text);
        return text;
    }

    @Override
    public Masker masker() {
        return masker;
    }

    private String fetch(SecretSource source, String what) {
        if (source instanceof SecretSource.Variable variable) {
            return Optional.ofNullable(variables.get(variable.name()))
                    .orElseThrow(() -> new AuthorException(what + " is missing: " + where(source) + " is not set"));
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

    private static String where(SecretSource source) {
        if (source instanceof SecretSource.Variable variable) {
            return "the environment variable " + variable.name();
        }
        return source instanceof SecretSource.File file
                ? "the file " + file.path()
                : "the command " + ((SecretSource.Command) source).command().get(0);
    }

    static String withoutLastNewline(String text) {
        if (text.endsWith("\r\n")) {
            return text.substring(0, text.length() - 2);
        }
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }
}
