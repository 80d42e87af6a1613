import groovyjarjarasm.asm.ClassReader;
import groovyjarjarasm.asm.ClassWriter;
import groovyjarjarasm.asm.Opcodes;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Copies a jar and lifts class files of Java 5 to Java 8, frames included. The JVM's caches take no class file older
 * than Java 6, and picocli and Groovy's copy of ASM are compiled for Java 5: without this their classes, a third of a
 * start, are parsed and verified each time.
 *
 * <p>Started by prepare.sh as a single source file: {@code java -cp GROOVY.jar Archivable.java FROM.jar TO.jar}
 */
final class Archivable {
    private static final int OLDEST_ARCHIVED = Opcodes.V1_6;

    public static void main(String[] arguments) throws IOException {
        Path from = Path.of(arguments[0]);
        URL[] itself = {from.toUri().toURL()};
        try (ZipFile jar = new ZipFile(from.toFile());
                URLClassLoader types = new URLClassLoader(itself, Archivable.class.getClassLoader());
                ZipOutputStream copy = new ZipOutputStream(Files.newOutputStream(Path.of(arguments[1])))) {
            for (ZipEntry entry : jar.stream().toList()) {
                byte[] bytes = jar.getInputStream(entry).readAllBytes();
                copy.putNextEntry(new ZipEntry(entry.getName()));
                copy.write(isOldClass(entry.getName(), bytes) ? lifted(bytes, types) : bytes);
                copy.closeEntry();
            }
        }
    }

    private static boolean isOldClass(String name, byte[] bytes) {
        return name.endsWith(".class") && bytes[7] < OLDEST_ARCHIVED;
    }

    private static byte[] lifted(byte[] bytes, ClassLoader types) {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES) {
            @Override
            protected ClassLoader getClassLoader() {
                return types;
            }
        };
        new ClassReader(bytes).accept(new Lift(writer), ClassReader.SKIP_FRAMES);
        return writer.toByteArray();
    }

    private static final class Lift extends groovyjarjarasm.asm.ClassVisitor {
        Lift(ClassWriter writer) {
            super(Opcodes.ASM9, writer);
        }

        @Override
        public void visit(int version, int access, String name, String generics, String parent, String[] interfaces) {
            super.visit(Opcodes.V1_8, access, name, generics, parent, interfaces);
        }
    }
}
