package dev.runbook.compile.rules;

import dev.runbook.compile.rewrite.VisibleHandles;
import dev.runbook.compile.source.NodeText;
import dev.runbook.compile.vocabulary.ForeignWords;
import dev.runbook.compile.vocabulary.Vocabulary;
import dev.runbook.compile.vocabulary.WordSuggestion;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.control.SourceUnit;

/** Finds what an author probably meant by a name that is unknown where it is written, from the surest guess to the vaguest. */
final class UnknownNameCure {
    /** The words that take conditions in a block. */
    private static final Set<String> CONDITIONS = Set.of("expect", "when", "onlyIf");

    private UnknownNameCure() {}

    /**
     * Returns the cure of a name that is read as a value.
     *
     * @param known the words and values that the block has
     * @param enclosing the word among whose arguments the name is
     */
    static String[] of(
            VariableExpression variable,
            Collection<String> known,
            DeclaredParameters parameters,
            SourceUnit source,
            Optional<String> enclosing) {
        String name = variable.getName();
        boolean inText = isValueInText(variable, source);
        Optional<String> handle = VisibleHandles.cure(variable, source.getAST());
        if (handle.isPresent()) {
            return new String[] {handle.get()};
        }
        if (inText && name.equals(name.toUpperCase(Locale.ROOT))) {
            return ofShellVariable(name);
        }
        if (known.contains(name)) {
            return new String[] {"a word begins a new statement: put ';' or a new line before " + name};
        }
        if (parameters.declares(name)) {
            return new String[] {"it is a parameter: write params." + name};
        }
        if (enclosing.filter(CONDITIONS::contains).isPresent()) {
            return new String[] {"conditions are written in braces: " + enclosing.get() + " { … }"};
        }
        if (HandleRules.isLeftBySome(name)) {
            return new String[] {
                "the results of a step are in scope in its expect, onFailure and undo; elsewhere declare a handle: def backup = step('…') { … }, then read backup."
                        + name
            };
        }
        String[] word = ofWord(name, known);
        if (word.length > 0) {
            return word;
        }
        return inText
                ? ofShellVariable(name)
                : new String[] {"declare it above: def " + name + " = …; a text is written in quotes: '" + name + "'"};
    }

    /** Returns the cure of a name that is used as a word; empty when nothing resembles it. */
    static String[] ofWord(String name, Collection<String> known) {
        String[] near = WordSuggestion.didYouMean(name, known);
        if (near.length > 0) {
            return near;
        }
        List<String> elsewhere = Vocabulary.blocksWith(name);
        return ForeignWords.cure(name)
                .or(() -> elsewhere.isEmpty()
                        ? Optional.empty()
                        : Optional.of("'" + name + "' can be used in " + String.join(", ", elsewhere)))
                .stream()
                .toArray(String[]::new);
    }

    private static String[] ofShellVariable(String name) {
        return new String[] {"for the shell's own variable write \\$" + name};
    }

    private static boolean isValueInText(VariableExpression variable, SourceUnit source) {
        String before = NodeText.of(source).before(variable);
        return before.endsWith("$") || before.endsWith("${");
    }
}
