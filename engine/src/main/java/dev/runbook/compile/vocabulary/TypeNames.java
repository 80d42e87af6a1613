package dev.runbook.compile.vocabulary;

import org.codehaus.groovy.control.ClassNodeResolver;
import org.codehaus.groovy.control.CompilationUnit;

/** Resolves only the type names of the {@link Vocabulary}; no other class exists for a runbook. */
public final class TypeNames extends ClassNodeResolver {
    @Override
    public LookupResult findClassNode(String name, CompilationUnit unit) {
        return Vocabulary.knowsType(name) ? super.findClassNode(name, unit) : null;
    }
}
