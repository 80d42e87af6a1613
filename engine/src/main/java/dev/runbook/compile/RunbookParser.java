package dev.runbook.compile;

import dev.runbook.compile.rewrite.ConditionBlocks;
import dev.runbook.compile.rewrite.DefaultValues;
import dev.runbook.compile.rewrite.FreshLoopVariables;
import dev.runbook.compile.rewrite.MisspeltWords;
import dev.runbook.compile.rewrite.NameClashes;
import dev.runbook.compile.rewrite.NotifyReceiver;
import dev.runbook.compile.rewrite.PlainTexts;
import dev.runbook.compile.rewrite.TaskResults;
import dev.runbook.compile.rewrite.TextIndentation;
import dev.runbook.compile.rewrite.VisibleHandles;
import dev.runbook.compile.source.NodeText;
import dev.runbook.compile.source.SourceText;
import dev.runbook.compile.syntax.ParserNoise;
import dev.runbook.compile.syntax.PredictionCache;
import dev.runbook.compile.syntax.SyntaxRules;
import org.apache.groovy.parser.antlr4.Antlr4ParserPlugin;
import org.apache.groovy.parser.antlr4.AstBuilder;
import org.codehaus.groovy.ast.ModuleNode;
import org.codehaus.groovy.control.MultipleCompilationErrorsException;
import org.codehaus.groovy.control.ParserPlugin;
import org.codehaus.groovy.control.ParserPluginFactory;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.syntax.Reduction;

/**
 * Groovy's parser with the rules of the runbook language: the tree is checked before anything can act on it, then
 * prepared for the compiler. Every node keeps its source position.
 */
final class RunbookParser extends ParserPluginFactory {
    /** The file name under which the text of a runbook is compiled. */
    static final String FILE = CompiledRunbook.SCRIPT + ".groovy";

    private final NodeText text;

    RunbookParser(SourceText text) {
        this.text = new NodeText(text);
    }

    @Override
    public ParserPlugin createParserPlugin() {
        return new Antlr4ParserPlugin() {
            @Override
            public ModuleNode buildAST(SourceUnit source, ClassLoader loader, Reduction cst) {
                ModuleNode module = ParserNoise.without(() -> parse(source));
                if (!source.getName().equals(FILE)) {
                    return module; // the compiler also uses this parser for type hints of the engine's own methods
                }
                module.putNodeMetaData(NodeText.class, text);
                new SyntaxRules(source, text).check(module);
                stopAtMistakes(source);
                new MisspeltWords(source).visit(module);
                new NameClashes(source).visit(module);
                stopAtMistakes(source);
                new VisibleHandles(source).visit(module);
                stopAtMistakes(source);
                new TaskResults(source).visit(module);
                new TextIndentation(source, text).rewrite(module);
                new DefaultValues(source).rewrite(module);
                new PlainTexts(source).rewrite(module);
                new NotifyReceiver().set(module);
                new ConditionBlocks(source, text).rewrite(module);
                new FreshLoopVariables().rewrite(module);
                stopAtMistakes(source);
                return module;
            }

            private ModuleNode parse(SourceUnit source) {
                AstBuilder builder = new AstBuilder(source, false, false);
                PredictionCache.enable(builder);
                return builder.buildAST();
            }
        };
    }

    private static void stopAtMistakes(SourceUnit source) {
        if (source.getErrorCollector().hasErrors()) {
            throw new MultipleCompilationErrorsException(source.getErrorCollector());
        }
    }
}
