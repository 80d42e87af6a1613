package dev.runbook.docs;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Reads the blocks and words of the language from the sources of the package that defines them. */
final class LanguageSource {
    private LanguageSource() {}

    /** The classes of the package by name, with their documented public methods. */
    static Map<String, Block> blocks(Path folder) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, Locale.ROOT, null);
                Stream<Path> sources = Files.list(folder)) {
            List<Path> java = sources.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
            JavacTask task = (JavacTask) compiler.getTask(
                    null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(java));
            DocTrees docs = DocTrees.instance(task);
            Map<String, Block> blocks = new LinkedHashMap<>();
            for (CompilationUnitTree unit : task.parse()) {
                for (Tree type : unit.getTypeDecls()) {
                    if (type instanceof ClassTree written) {
                        block(docs, unit, written).ifPresent(block -> blocks.put(block.className(), block));
                    }
                }
            }
            return blocks;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Optional<Block> block(DocTrees docs, CompilationUnitTree unit, ClassTree type) {
        TreePath path = TreePath.getPath(unit, type);
        String comment = docs.getDocComment(path);
        if (comment == null || !type.getModifiers().getFlags().contains(Modifier.PUBLIC)) {
            return Optional.empty();
        }
        Map<String, Word> words = new LinkedHashMap<>();
        for (Tree member : type.getMembers()) {
            if (member instanceof MethodTree method) {
                word(docs, new TreePath(path, method), method)
                        .ifPresent(word -> words.merge(word.name(), word, Word::and));
            }
        }
        Optional<String> base = Optional.ofNullable(type.getExtendsClause()).map(Object::toString);
        boolean topic = type.getModifiers().getFlags().contains(Modifier.ABSTRACT);
        return Optional.of(new Block(
                type.getSimpleName().toString(),
                base,
                topic,
                DocText.of(comment).prose(),
                new ArrayList<>(words.values())));
    }

    private static Optional<Word> word(DocTrees docs, TreePath path, MethodTree method) {
        String comment = docs.getDocComment(path);
        boolean isPublic = method.getModifiers().getFlags().contains(Modifier.PUBLIC);
        boolean inherited = method.getModifiers().getAnnotations().stream()
                .anyMatch(
                        annotation -> annotation.getAnnotationType().toString().equals("Override"));
        if (comment == null || !isPublic || inherited || method.getReturnType() == null) {
            return Optional.empty();
        }
        DocText text = DocText.of(comment);
        if (text.examples().isEmpty()) {
            return Optional.empty(); // a word has an example; a method without one is internal
        }
        String name = method.getName().toString();
        boolean property = name.startsWith("get") && name.length() > 3 && Character.isUpperCase(name.charAt(3));
        String word = property ? Character.toLowerCase(name.charAt(3)) + name.substring(4) : name;
        return Optional.of(
                new Word(word, List.of(property ? word : usage(word, method)), text.prose(), text.examples()));
    }

    private static String usage(String word, MethodTree method) {
        List<String> arguments = new ArrayList<>();
        String options = "";
        boolean block = false;
        for (VariableTree parameter : method.getParameters()) {
            String type = parameter.getType().toString();
            if (type.startsWith("Closure")) {
                block = true;
            } else if (type.startsWith("Map")) {
                options = options(parameter);
            } else {
                arguments.add(parameter.getName().toString());
            }
        }
        String given = String.join(", ", arguments) + (options.isEmpty() || arguments.isEmpty() ? "" : ", ") + options;
        String called = given.isEmpty() && block ? word : word + "(" + given + ")";
        return called + (block ? " { }" : "");
    }

    /** {@code in: value, env: map}, from the annotation that the compiler checks options against. */
    private static String options(VariableTree parameter) {
        List<String> names = new ArrayList<>();
        for (AnnotationTree annotation : parameter.getModifiers().getAnnotations()) {
            if (annotation.getAnnotationType().toString().equals("NamedParams")) {
                annotation.getArguments().forEach(argument -> named(argument, names));
            }
        }
        return names.isEmpty() ? "name: value" : String.join(", ", names);
    }

    /** The name of a value type for authors. */
    private static String kind(String type) {
        return switch (type) {
            case "CharSequence", "String" -> "text";
            case "Integer", "Number" -> "number";
            case "Boolean" -> "true or false";
            case "Object" -> "value";
            case "Class" -> "type";
            case "Closure" -> "block";
            default -> type.toLowerCase(Locale.ROOT);
        };
    }

    private static void named(ExpressionTree tree, List<String> names) {
        if (tree instanceof AssignmentTree assignment) {
            named(assignment.getExpression(), names);
        } else if (tree instanceof NewArrayTree array) {
            array.getInitializers().forEach(one -> named(one, names));
        } else if (tree instanceof AnnotationTree annotation) {
            String name = "";
            String type = "";
            for (ExpressionTree argument : annotation.getArguments()) {
                AssignmentTree assignment = (AssignmentTree) argument;
                if (assignment.getVariable().toString().equals("value")
                        && assignment.getExpression() instanceof LiteralTree literal) {
                    name = String.valueOf(literal.getValue());
                } else if (assignment.getVariable().toString().equals("type")) {
                    type = kind(assignment.getExpression().toString().replace(".class", ""));
                }
            }
            names.add(name + ": " + type);
        }
    }
}
