package dev.runbook.compile;

import dev.runbook.EngineException;
import dev.runbook.compile.source.Diagnostic;
import dev.runbook.compile.source.ErroneousType;
import dev.runbook.compile.source.Mistake;
import dev.runbook.compile.source.SourceText;
import dev.runbook.compile.syntax.SyntaxMessages;
import dev.runbook.plan.Place;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.codehaus.groovy.control.ErrorCollector;
import org.codehaus.groovy.control.messages.ExceptionMessage;
import org.codehaus.groovy.control.messages.Message;
import org.codehaus.groovy.control.messages.SyntaxErrorMessage;
import org.codehaus.groovy.syntax.SyntaxException;

/** Converts the compiler's collected errors to diagnostics: our own mistakes unchanged, Groovy's errors reworded. */
final class CompilerMessages {
    private CompilerMessages() {}

    static Collection<Diagnostic> diagnostics(SourceText text, ErrorCollector collected) {
        Set<Diagnostic> own = new TreeSet<>();
        List<SyntaxException> groovys = new ArrayList<>();
        for (Message message : collected.getErrors()) {
            if (message instanceof SyntaxErrorMessage syntax && syntax.getCause() instanceof Mistake mistake) {
                own.add(diagnostic(text, mistake, mistake.getOriginalMessage(), mistake.cures()));
            } else if (message instanceof SyntaxErrorMessage syntax
                    && !syntax.getCause().getOriginalMessage().contains(ErroneousType.class.getName())) {
                groovys.add(syntax.getCause());
            } else if (message instanceof ExceptionMessage fault) {
                throw new EngineException(text.file() + ": the compiler failed: " + fault.getCause(), fault.getCause());
            }
        }
        Set<Integer> explained = new HashSet<>();
        own.forEach(diagnostic -> explained.add(diagnostic.place().line()));
        if (own.isEmpty() && groovys.stream().noneMatch(TypeMessages::isOne)) {
            return SyntaxMessages.explain(text, groovys);
        }
        for (SyntaxException groovy : groovys) {
            if (!explained.contains(groovy.getStartLine())) {
                own.add(TypeMessages.reword(text, groovy));
            }
        }
        return own;
    }

    static Diagnostic diagnostic(SourceText text, SyntaxException at, String message, List<String> cures) {
        int length = at.getEndLine() == at.getStartLine()
                ? at.getEndColumn() - at.getStartColumn()
                : (int) text.from(at.getStartLine(), at.getStartColumn())
                        .codePoints()
                        .count();
        return new Diagnostic(
                new Place(text.file(), Math.max(0, at.getStartLine()), Math.max(0, at.getStartColumn())),
                Math.max(1, length),
                message,
                text.line(at.getStartLine()),
                cures);
    }
}
