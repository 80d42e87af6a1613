package dev.runbook.compile.source;

import dev.runbook.AuthorException;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Reports that a runbook does not check; contains every mistake of the stage that found one, in source order. */
public final class InvalidRunbookException extends AuthorException {
    private static final long serialVersionUID = 1L;

    private final transient List<Diagnostic> diagnostics;

    public InvalidRunbookException(Collection<Diagnostic> found) {
        super(found.stream().sorted().distinct().map(Diagnostic::text).collect(Collectors.joining("\n")));
        this.diagnostics = found.stream().sorted().distinct().toList();
    }

    public List<Diagnostic> diagnostics() {
        return diagnostics;
    }
}
