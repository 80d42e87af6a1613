package dev.runbook.compile.syntax;

import dev.runbook.compile.source.NodeText;
import java.util.List;
import org.codehaus.groovy.ast.AnnotatedNode;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.ModuleNode;
import org.codehaus.groovy.ast.stmt.Statement;

/** Checks a file as a whole: it contains one runbook, and no package, import, method or class. */
final class FileRules {
    private final RefusedSyntax rules;
    private final NodeText text;

    FileRules(RefusedSyntax rules, NodeText text) {
        this.rules = rules;
        this.text = text;
    }

    /** Reports what is wrong with the file, and returns whether it contains code. */
    boolean check(ModuleNode module) {
        if (module.hasPackage()) {
            rules.refuse(module.getPackage(), "a package");
        }
        module.getImports().forEach(this::refuseImport);
        module.getStarImports().forEach(this::refuseImport);
        module.getStaticImports().values().forEach(this::refuseImport);
        module.getStaticStarImports().values().forEach(this::refuseImport);
        module.getMethods().forEach(method -> rules.refuse(method, "a method"));
        for (ClassNode type : module.getClasses()) {
            if (!type.isScript()) {
                rules.refuse(type, "a class");
            }
            rules.noAnnotations(type);
        }
        List<Statement> statements = module.getStatementBlock().getStatements();
        if (statements.stream().allMatch(statement -> statement.getLineNumber() < 1)) { // the parser adds a return
            rules.report(
                    module,
                    "this file contains no runbook, no triggers and no stakeholders",
                    "write runbook('system/name') { … }");
            return false;
        }
        statements.stream().skip(1).forEach(this::refuseSecond);
        return true;
    }

    private void refuseImport(AnnotatedNode written) {
        rules.refuse(written, "an import", "all words of the language are known without one");
    }

    private void refuseSecond(Statement statement) {
        boolean another = text.of(statement).startsWith("runbook(");
        rules.report(
                statement,
                "a file contains one runbook and nothing else",
                another ? "move this runbook to a separate file" : "move this into runbook('…') { }");
    }
}
