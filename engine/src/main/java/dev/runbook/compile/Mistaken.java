package dev.runbook.compile;

import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;

/** The type of an expression that is wrong in itself: uses of its value are not reported. */
final class Mistaken {
    static final ClassNode TYPE = ClassHelper.make(Mistaken.class);

    private Mistaken() {}
}
