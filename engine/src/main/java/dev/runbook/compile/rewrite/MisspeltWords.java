package dev.runbook.compile.rewrite;

import dev.runbook.compile.vocabulary.ForeignWords;
import dev.runbook.compile.vocabulary.Vocabulary;
import dev.runbook.compile.vocabulary.WordSuggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.ModuleNode;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;
import org.codehaus.groovy.control.SourceUnit;

/**
 * Treats a misspelt word as its nearest known word, so that the mistakes inside its block are found in the same pass.
 * The misspelling is reported with the other word mistakes, once the syntax of the file is correct.
 */
public final class MisspeltWords extends BlockVisitor {
    /** A misspelling. */
    public record Found(ASTNode place, String word, Class<?> block) {}

    private final List<Found> found = new ArrayList<>();

    public MisspeltWords(SourceUnit source) {
        super(source);
    }

    @Override
    public void visit(ModuleNode module) {
        super.visit(module);
        module.putNodeMetaData(MisspeltWords.class, found);
    }

    /** Returns the misspellings of a parsed file. */
    @SuppressWarnings("unchecked")
    public static List<Found> in(ModuleNode module) {
        return (List<Found>) module.getNodeMetaData(MisspeltWords.class);
    }

    @Override
    public Expression word(MethodCallExpression call) {
        String written = call.getMethodAsString();
        if (named(written).isEmpty()) {
            block().filter(here -> !Vocabulary.isCalled(here, written))
                    .flatMap(here -> nearest(here, written, call))
                    .ifPresent(word -> readAs(word, call));
        }
        return super.word(call);
    }

    /**
     * Finds the nearest word that takes a block as the misspelt one does: other words could not interpret the
     * arguments.
     */
    private static Optional<String> nearest(Class<?> block, String written, MethodCallExpression call) {
        boolean withBlock = call.getArguments() instanceof TupleExpression arguments
                && arguments.getExpressions().stream().anyMatch(ClosureExpression.class::isInstance);
        Set<String> words = Vocabulary.methods(block.getName())
                .map(method -> method.getName())
                .filter(word -> Vocabulary.blockOf(block, word).isPresent() == withBlock)
                .collect(Collectors.toCollection(TreeSet::new));
        return WordSuggestion.nearest(written, words)
                .or(() -> ForeignWords.meant(written).filter(words::contains));
    }

    private void readAs(String word, MethodCallExpression call) {
        String written = call.getMethodAsString();
        ConstantExpression method = new ConstantExpression(word);
        method.setSourcePosition(call.getMethod());
        call.setMethod(method);
        found.add(new Found(method, written, block().orElseThrow()));
    }
}
