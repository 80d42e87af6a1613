package dev.runbook.compile;

import dev.runbook.dsl.IterationCounter;
import dev.runbook.plan.Place;
import groovyjarjarasm.asm.ClassReader;
import groovyjarjarasm.asm.ClassVisitor;
import groovyjarjarasm.asm.ClassWriter;
import groovyjarjarasm.asm.FieldVisitor;
import groovyjarjarasm.asm.Handle;
import groovyjarjarasm.asm.Label;
import groovyjarjarasm.asm.MethodVisitor;
import groovyjarjarasm.asm.Opcodes;
import groovyjarjarasm.asm.Type;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The last of the allow-lists, on the finished class files: what they call and create must be in {@link AllowedCalls} or
 * be a word of the language. Nothing of Groovy's compiler is hidden any more here: an operator, a conversion and the read
 * of a property are calls like all others.
 *
 * <p>It also puts the methods of {@code dev.runbook.dsl} in place of Groovy's where the table says so, has the {@code
 * Meter} count every call of a block, and leaves out what only Groovy's dynamic calls need.
 */
final class ClassFileRules {
    /** What Groovy adds for dynamic calls and for scripts that are started by themselves. */
    private static final Set<String> LEFT_OUT = Set.of(
            "main",
            "$getCallSiteArray",
            "$createCallSiteArray",
            "$callSiteArray",
            "$getStaticMetaClass",
            "$staticClassInfo",
            "__$stMC");

    private static final Set<String> PARENTS = Set.of("dev/runbook/dsl/RunbookScript", "groovy/lang/Closure");
    private static final Set<String> CREATED = Set.of(
            "groovy/lang/Reference",
            "org/codehaus/groovy/runtime/GStringImpl",
            "java/math/BigDecimal",
            "java/math/BigInteger");
    private static final Set<String> ARRAYS = Set.of("java/lang/Object", "java/lang/String");

    private final Map<String, byte[]> classes;
    private final String file;
    /** The methods of the classes, each with its first line. */
    private final Map<String, Integer> declared = new HashMap<>();

    private final Set<Diagnostic> problems = new LinkedHashSet<>();

    private ClassFileRules(Map<String, byte[]> classes, String file) {
        this.classes = classes;
        this.file = file;
    }

    /**
     * The classes as they may be loaded.
     *
     * @param file the runbook they were compiled from, as people know it
     * @throws InvalidRunbookException when they hold anything else
     */
    static Map<String, byte[]> apply(Map<String, byte[]> classes, String file) {
        ClassFileRules rules = new ClassFileRules(classes, file);
        classes.values().forEach(rules::declare);
        Map<String, byte[]> allowed = new LinkedHashMap<>();
        classes.forEach((name, content) -> allowed.put(name, rules.rewritten(content)));
        if (!rules.problems.isEmpty()) {
            throw new InvalidRunbookException(rules.problems);
        }
        return allowed;
    }

    private void declare(byte[] content) {
        ClassReader reader = new ClassReader(content);
        reader.accept(
                new ClassVisitor(Opcodes.ASM9) {
                    @Override
                    public MethodVisitor visitMethod(int access, String name, String types, String sig, String[] ex) {
                        String method = reader.getClassName() + "." + name + types;
                        declared.put(method, 0);
                        return new MethodVisitor(Opcodes.ASM9) {
                            @Override
                            public void visitLineNumber(int line, Label start) {
                                declared.merge(method, line, (first, other) -> first == 0 ? other : first);
                            }
                        };
                    }
                },
                ClassReader.SKIP_FRAMES);
    }

    private byte[] rewritten(byte[] content) {
        ClassReader reader = new ClassReader(content);
        ClassWriter writer = new ClassWriter(0);
        reader.accept(new OneClass(writer), 0);
        return writer.toByteArray();
    }

    private boolean isOwn(String type) {
        return classes.containsKey(type.replace('/', '.'));
    }

    /** A type that values of the language have: to name it in a class file does nothing. */
    private boolean isKnown(String type) {
        String name = type.replace('/', '.');
        return isOwn(type)
                || AllowedCalls.knowsType(type)
                || Vocabulary.isLanguage(name)
                || Vocabulary.handlesType(name);
    }

    private void refuse(int line, String what) {
        problems.add(new Diagnostic(new Place(file, line, 0), 1, "a runbook cannot " + what, "", List.of()));
    }

    private final class OneClass extends ClassVisitor {
        private String type = "";
        private String parent = "";

        OneClass(ClassVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public void visit(int version, int access, String name, String signature, String parent, String[] interfaces) {
            this.type = name;
            this.parent = parent;
            if (!PARENTS.contains(parent)) {
                refuse(0, "extend " + parent);
            }
            super.visit(version, access, name, signature, parent, interfaces);
        }

        @Override
        public FieldVisitor visitField(int access, String field, String type, String signature, Object value) {
            return LEFT_OUT.contains(field) ? null : super.visitField(access, field, type, signature, value);
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String method, String descriptor, String signature, String[] exceptions) {
            if (LEFT_OUT.contains(method)) {
                return null;
            }
            return new OneMethod(
                    super.visitMethod(access, method, descriptor, signature, exceptions),
                    method.equals("doCall"),
                    declared.get(type + "." + method + descriptor),
                    parent);
        }
    }

    private final class OneMethod extends MethodVisitor {
        private final boolean block;
        private final String parent;
        private int line;

        OneMethod(MethodVisitor next, boolean block, int line, String parent) {
            super(Opcodes.ASM9, next);
            this.block = block;
            this.line = line;
            this.parent = parent;
        }

        @Override
        public void visitCode() {
            super.visitCode();
            if (block) {
                Label start = new Label();
                super.visitLabel(start);
                super.visitLineNumber(line, start);
                super.visitMethodInsn(
                        Opcodes.INVOKESTATIC, Type.getInternalName(IterationCounter.class), "next", "()V", false);
            }
        }

        @Override
        public void visitLineNumber(int number, Label start) {
            line = number;
            super.visitLineNumber(number, start);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String types, boolean onInterface) {
            if (name.equals("$getCallSiteArray")) {
                super.visitInsn(Opcodes.ACONST_NULL);
                return;
            }
            String type = isOwn(owner) ? parent : owner;
            Optional<AllowedCall> call = AllowedCalls.inClassFile(type, name, types, opcode == Opcodes.INVOKESTATIC);
            if (declared.containsKey(owner + "." + name + types)
                    || Vocabulary.allowsCall(type.replace('/', '.'), name, types)
                    || call.filter(AllowedCall::direct).isPresent()) {
                super.visitMethodInsn(opcode, owner, name, types, onInterface);
            } else if (call.isPresent()) {
                replace(call.get(), Type.getReturnType(types));
            } else {
                refuse(line, "call " + owner.replace('/', '.') + "." + name);
            }
        }

        private void replace(AllowedCall call, Type result) {
            String computes = call.computedBy().orElseThrow();
            super.visitMethodInsn(Opcodes.INVOKESTATIC, computes, call.name(), call.staticTypes(), false);
            if (!result.equals(Type.getType(call.result()))) {
                super.visitTypeInsn(Opcodes.CHECKCAST, result.getInternalName());
            }
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String type) {
            if (!isOwn(owner)) {
                refuse(line, "read the field " + owner.replace('/', '.') + "." + name);
            }
            super.visitFieldInsn(opcode, owner, name, type);
        }

        @Override
        public void visitTypeInsn(int opcode, String type) {
            boolean allowed = switch (opcode) {
                case Opcodes.NEW -> CREATED.contains(type) || isOwn(type);
                case Opcodes.ANEWARRAY -> ARRAYS.contains(type) || Vocabulary.handlesType(type.replace('/', '.'));
                default -> isKnown(elementOf(Type.getObjectType(type)));
            };
            if (!allowed) {
                refuse(line, "use the type " + type.replace('/', '.'));
            }
            super.visitTypeInsn(opcode, type);
        }

        @Override
        public void visitLdcInsn(Object value) {
            boolean plain = value instanceof String || value instanceof Number;
            if (!plain && !(value instanceof Type type && type.getSort() == Type.OBJECT && isKnown(elementOf(type)))) {
                refuse(line, "use the type " + value);
            }
            super.visitLdcInsn(value);
        }

        private static String elementOf(Type type) {
            return type.getSort() == Type.ARRAY ? type.getElementType().getInternalName() : type.getInternalName();
        }

        @Override
        public void visitIntInsn(int opcode, int operand) {
            if (opcode == Opcodes.NEWARRAY) {
                refuse(line, "make an array");
            }
            super.visitIntInsn(opcode, operand);
        }

        @Override
        public void visitMultiANewArrayInsn(String type, int dimensions) {
            refuse(line, "make an array");
            super.visitMultiANewArrayInsn(type, dimensions);
        }

        @Override
        public void visitInvokeDynamicInsn(String name, String types, Handle bootstrap, Object... arguments) {
            refuse(line, "call " + name);
            super.visitInvokeDynamicInsn(name, types, bootstrap, arguments);
        }
    }
}
