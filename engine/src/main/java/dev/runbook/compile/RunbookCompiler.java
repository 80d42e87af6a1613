package dev.runbook.compile;

import dev.runbook.compile.rules.NamePositions;
import dev.runbook.compile.rules.VocabularyChecker;
import dev.runbook.compile.source.Diagnostic;
import dev.runbook.compile.source.InvalidRunbookException;
import dev.runbook.compile.source.SourceText;
import dev.runbook.compile.syntax.ForeignSyntax;
import dev.runbook.compile.syntax.HiddenCharacters;
import dev.runbook.compile.syntax.OpenBrackets;
import dev.runbook.compile.vocabulary.TypeNames;
import dev.runbook.dsl.RunbookScript;
import dev.runbook.plan.Place;
import groovy.lang.GroovyClassLoader;
import groovy.transform.CompileStatic;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.codehaus.groovy.control.CompilationFailedException;
import org.codehaus.groovy.control.CompilationUnit;
import org.codehaus.groovy.control.CompilerConfiguration;
import org.codehaus.groovy.control.MultipleCompilationErrorsException;
import org.codehaus.groovy.control.Phases;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.control.customizers.ASTTransformationCustomizer;
import org.codehaus.groovy.control.customizers.ImportCustomizer;
import org.codehaus.groovy.tools.GroovyClass;

/** Compiles the text of a runbook to class files, or reports every mistake in it. */
final class RunbookCompiler {
    /**
     * Used by the compiler to look up extension methods, which it caches for each loader. It defines no class, and
     * {@link TypeNames} decides which types a runbook may name.
     */
    private static final GroovyClassLoader LOADER = new GroovyClassLoader(RunbookCompiler.class.getClassLoader());

    private RunbookCompiler() {}

    /** @throws InvalidRunbookException with every mistake of the first stage that found one */
    static CompiledRunbook compile(SourceText text) {
        Optional<Diagnostic> tooDeep = OpenBrackets.tooDeep(text);
        if (tooDeep.isPresent()) {
            throw new InvalidRunbookException(List.of(tooDeep.get()));
        }
        List<Diagnostic> hidden = HiddenCharacters.in(text);
        if (!hidden.isEmpty()) {
            throw new InvalidRunbookException(hidden);
        }
        ForeignSyntax.Result foreign = ForeignSyntax.of(text);
        List<Diagnostic> mistakes = new ArrayList<>(foreign.mistakes());
        try {
            CompiledRunbook compiled = compile(text, foreign.corrected());
            if (mistakes.isEmpty()) {
                return compiled;
            }
        } catch (InvalidRunbookException e) {
            e.diagnostics().stream().filter(found -> !foreign.explains(found)).forEach(mistakes::add);
        }
        throw new InvalidRunbookException(mistakes);
    }

    /** @param corrected the text to compile in place of the author's, which messages quote */
    private static CompiledRunbook compile(SourceText text, String corrected) {
        CompilationUnit unit = new CompilationUnit(configuration(text), null, LOADER);
        unit.setClassNodeResolver(new TypeNames());
        SourceUnit source = unit.addSource(RunbookParser.FILE, corrected);
        try {
            unit.compile(Phases.CLASS_GENERATION);
        } catch (MultipleCompilationErrorsException e) {
            throw new InvalidRunbookException(CompilerMessages.diagnostics(text, e.getErrorCollector()));
        } catch (StackOverflowError e) {
            throw tooLong(text, e);
        } catch (CompilationFailedException e) {
            if (e.getCause() instanceof StackOverflowError overflow) {
                throw tooLong(text, overflow);
            }
            throw e;
        }
        Map<String, byte[]> classes = new LinkedHashMap<>();
        for (GroovyClass compiled : unit.getClasses()) {
            classes.put(compiled.getName(), compiled.getBytes());
        }
        return new CompiledRunbook(ClassFileRules.apply(classes, text.file()), NamePositions.of(source.getAST()));
    }

    /** Reports a tree too deep for a reason other than brackets: a chain of operators or of {@code else if}. */
    private static InvalidRunbookException tooLong(SourceText text, StackOverflowError overflow) {
        List<String> lines = text.lines();
        int longest = IntStream.range(0, lines.size())
                .boxed()
                .max(Comparator.comparing(line -> lines.get(line).length()))
                .orElse(0);
        InvalidRunbookException invalid = new InvalidRunbookException(List.of(new Diagnostic(
                new Place(text.file(), longest + 1, 0),
                1,
                "an expression or a chain of 'else if' in this file is too long to be read; this is its longest line",
                "",
                List.of("split it into parts with names"))));
        invalid.initCause(overflow);
        return invalid;
    }

    private static CompilerConfiguration configuration(SourceText text) {
        CompilerConfiguration configuration = new CompilerConfiguration();
        configuration.setTargetBytecode(CompilerConfiguration.JDK17); // else class files follow the running JDK
        configuration.getOptimizationOptions().put("indy", false); // plain calls start faster
        configuration.getOptimizationOptions().put("asmResolving", false); // it asks TypeNames for JDK internals
        configuration.setScriptBaseClass(RunbookScript.class.getName());
        configuration.setPluginFactory(new RunbookParser(text));
        configuration.setDisabledGlobalASTTransformations(GlobalTransforms.names());
        configuration.addCompilationCustomizers(
                new ImportCustomizer().addImports("java.time.Duration", "java.time.Instant"),
                new ASTTransformationCustomizer(
                        Map.of("extensions", List.of(VocabularyChecker.class.getName())), CompileStatic.class));
        return configuration;
    }
}
