package dev.runbook.compile.source;

import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;

/** The type of an expression that is wrong in itself: uses of its value are not reported. */
public final class Mistaken {
    public static final ClassNode TYPE = ClassHelper.make(Mistaken.class);

    private Mistaken() {}
}
