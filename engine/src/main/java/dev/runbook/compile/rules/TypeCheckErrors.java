package dev.runbook.compile.rules;

import org.codehaus.groovy.control.CompilerConfiguration;
import org.codehaus.groovy.control.ErrorCollector;
import org.codehaus.groovy.control.messages.Message;
import org.codehaus.groovy.control.messages.SyntaxErrorMessage;

/**
 * Forwards the errors of Groovy's type checker, except those that only say that the element types of lists or maps
 * differ, as in {@code [] + ['a']}: the language has no element types.
 */
public final class TypeCheckErrors extends ErrorCollector {
    /** Begins the messages of Groovy's type checker. */
    public static final String PREFIX = "[Static type checking] - ";

    private static final long serialVersionUID = 1L;
    private static final String ABOUT_TYPE_ARGUMENTS = PREFIX + "Cannot call ";

    private final ErrorCollector target;

    TypeCheckErrors(ErrorCollector target) {
        super(CompilerConfiguration.DEFAULT);
        this.target = target;
    }

    @Override
    public void addErrorAndContinue(Message error) {
        boolean ignored = error instanceof SyntaxErrorMessage syntax
                && syntax.getCause().getOriginalMessage().startsWith(ABOUT_TYPE_ARGUMENTS);
        if (!ignored) {
            target.addErrorAndContinue(error);
        }
    }

    @Override
    public void addCollectorContents(ErrorCollector other) {
        if (other.hasErrors()) {
            other.getErrors().forEach(this::addErrorAndContinue);
        }
    }
}
