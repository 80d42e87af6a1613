package dev.runbook.crash

import dev.runbook.cli.Main
import dev.runbook.lab.Main as LabMain
import dev.runbook.machine.Machine
import groovy.io.FileType
import java.nio.channels.FileChannel
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardOpenOption
import java.security.MessageDigest
import java.util.concurrent.TimeUnit
import java.util.jar.JarEntry
import java.util.jar.JarOutputStream
import javax.tools.ToolProvider

/**
 * Starts real engine processes for the specifications that kill or look at them: the product's classes and main class, with a
 * {@code Disk} before them that can be told to stop at a write. The JVM's archive of loaded classes keeps a start near half a
 * second; it is made once for a build of the product and kept under {@code target}, for every JVM that runs specifications.
 */
class RealEngine {
    private static final Path ALL = Machine.repository.toPath().resolve('tests/target/real-engine')

    private static RealEngine made

    private final Path folder
    private final Path archive
    private final String classPath

    static synchronized RealEngine get() {
        made = made ?: new RealEngine()
    }

    private RealEngine() {
        def parts = System.getProperty('java.class.path').tokenize(File.pathSeparator).collect { new File(it) }
        def product = [Main, LabMain].collect { new File(it.protectionDomain.codeSource.location.toURI()) }
        def libraries = parts.findAll { it.file && !(it in product) && !(it.name =~ /spock|junit|surefire|archunit/) }
        folder = Files.createDirectories(ALL).resolve(fingerprint(product + libraries))
        archive = folder.resolve('classes.jsa')
        classPath = [file('disk.jar'), *product.collect { it.directory ? file("${it.name}.jar") : it }, *libraries].join(File.pathSeparator)
        onlyOne {
            if (!Files.exists(folder.resolve('ready'))) {
                ALL.toFile().eachDir { it.deleteDir() }
                jar('disk.jar', disk(Files.createDirectories(folder), parts))
                product.findAll { it.directory }.each { jar("${it.name}.jar", it) }
                train()
                Files.createFile(folder.resolve('ready'))
            }
        }
    }

    /** Names a build of the product on this JVM. */
    private static String fingerprint(List<File> parts) {
        def seen = parts.collect { part ->
            long changed = part.lastModified()
            if (part.directory) {
                part.eachFileRecurse(FileType.FILES) { changed = Math.max(changed, it.lastModified()) }
            }
            "$part $changed ${part.length()}"
        }
        def text = [System.getProperty('java.vm.version'), getResource('/crash/Disk.java').text, *seen].join('\n')
        MessageDigest.getInstance('SHA-256').digest(text.bytes).encodeHex().toString().take(16)
    }

    /** Several JVMs run specifications at once. */
    private static void onlyOne(Runnable work) {
        FileChannel.open(ALL.resolve('lock'), StandardOpenOption.CREATE, StandardOpenOption.WRITE).withCloseable { channel ->
            channel.lock()
            work.run()
        }
    }

    private File file(String name) {
        folder.resolve(name).toFile()
    }

    /** The disk that can be told to stop, compiled against the product's classes. */
    private static File disk(Path folder, List<File> parts) {
        def classes = Files.createDirectories(folder.resolve('disk')).toFile()
        def source = folder.resolve('Disk.java')
        Files.writeString(source, getResource('/crash/Disk.java').text)
        def arguments = ['-d', classes.path, '-cp', parts.join(File.pathSeparator), '-proc:none', source.toString()]
        assert ToolProvider.systemJavaCompiler.run(null, null, null, arguments as String[]) == 0
        classes
    }

    private void jar(String name, File classes) {
        new JarOutputStream(new FileOutputStream(file(name))).withCloseable { out ->
            classes.eachFileRecurse(FileType.FILES) {
                out.putNextEntry(new JarEntry(classes.toPath().relativize(it.toPath()).toString()))
                out << it.bytes
            }
        }
    }

    /** Runs the runbook of the crashes twice: once to compile it, once as it will be run, for the archive. */
    private void train() {
        def runbooks = Files.createDirectories(folder.resolve('runbooks/crash'))
        ['main', 'other', 'also'].each { runbooks.resolve("${it}.groovy").toFile().bytes = getClass().getResource("/crash/${it}.groovy").bytes }
        def lab = Files.writeString(folder.resolve('lab.yaml'), "settings: { effects: ${folder.resolve('effects')} }\n")
        [[], ["-XX:ArchiveClassesAtExit=$archive"]].each { jvm ->
            def process = start(folder, jvm, ['run', runbooks.resolve('main.groovy'), '-e', lab])
            assert process.waitFor(2, TimeUnit.MINUTES)
        }
    }

    /**
     * Starts a command line; both outputs go to the file {@code out} in the folder, unless {@code listened}: then standard error is
     * the process's to read. {@code variables} are added to its environment, which is empty with {@code bare}; {@code under} is
     * a command that starts it with limits.
     */
    Process start(Map options = [:], Path home, List<?> jvm, List<?> arguments) {
        def java = Path.of(System.getProperty('java.home'), 'bin', 'java').toString()
        def archived = Files.exists(archive) ? ["-XX:SharedArchiveFile=$archive"] : []
        def command = [*(options.under ?: []), java, '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xshare:auto', '-Xlog:disable', *archived, *jvm,
            '-cp', classPath, 'dev.runbook.cli.Main', *arguments]
        def out = ProcessBuilder.Redirect.appendTo(home.resolve(options.out ?: 'out').toFile())
        def builder = new ProcessBuilder(command*.toString()).redirectInput(new File('/dev/null'))
            .redirectOutput(out).directory(home.toFile())
        builder.redirectError(options.listened ? ProcessBuilder.Redirect.PIPE : out)
        if (options.bare) {
            builder.environment().clear()
        }
        builder.environment().putAll([RUNBOOK_HOME: home.toString(), LC_ALL: 'C.UTF-8'] + (options.variables ?: [:]))
        builder.start()
    }
}
