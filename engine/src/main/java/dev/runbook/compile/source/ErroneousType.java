package dev.runbook.compile.source;

import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;

/** The type of an expression that is wrong in itself: uses of its value are not reported. */
public final class ErroneousType {
    public static final ClassNode TYPE = ClassHelper.make(ErroneousType.class);

    private ErroneousType() {}
}
