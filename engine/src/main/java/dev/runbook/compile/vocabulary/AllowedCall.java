package dev.runbook.compile.vocabulary;

import groovyjarjarasm.asm.Type;
import java.util.Locale;
import java.util.Optional;

/**
 * One call that compiled runbooks may make.
 *
 * @param parameters the parameter types as the JVM writes them, without brackets
 * @param byCompilerOnly whether only the compiler may write the call
 * @param computedBy the class of the language that implements it instead; empty if the method itself is called
 */
public record AllowedCall(
        Class<?> receiver,
        String name,
        String parameters,
        Class<?> result,
        boolean byCompilerOnly,
        Optional<String> computedBy) {

    /** Returns whether the method itself is called. */
    public boolean direct() {
        return computedBy.isEmpty();
    }

    /** Returns the types of the static method that implements the call, with the receiver first. */
    public String staticTypes() {
        return "(" + (isHelper() ? "" : Type.getDescriptor(receiver)) + parameters + ")" + Type.getDescriptor(result);
    }

    /** Returns whether the call is one of the Groovy runtime's own static methods, which have no receiver. */
    boolean isHelper() {
        return receiver.getName().startsWith("org.codehaus.groovy.runtime.") && !name.equals("<init>");
    }

    /** Returns whether the call is allowed on subtypes too: all but constructors and static methods. */
    boolean byType() {
        return !name.equals("<init>") && !isHelper();
    }

    /**
     * Returns the property that the call reads: {@code getKey()} is {@code key}, {@code isEmpty()} is {@code empty}.
     */
    Optional<String> property() {
        int prefix = name.startsWith("get") ? 3 : name.startsWith("is") ? 2 : 0;
        boolean getter = prefix > 0
                && name.length() > prefix
                && parameters.isEmpty()
                && Character.isUpperCase(name.charAt(prefix));
        return getter
                ? Optional.of(name.substring(prefix, prefix + 1).toLowerCase(Locale.ROOT) + name.substring(prefix + 1))
                : Optional.empty();
    }
}
