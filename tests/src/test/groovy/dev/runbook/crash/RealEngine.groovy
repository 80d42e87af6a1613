package dev.runbook.crash

import dev.runbook.cli.Main
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import java.util.jar.JarEntry
import java.util.jar.JarOutputStream
import javax.tools.ToolProvider

/**
 * Starts real engine processes for the specifications that kill them: the product's classes and main class, with a
 * {@code Disk} before them that can be told to stop at a write. Made once a test run; the JVM's archive of loaded classes
 * keeps a start near half a second.
 */
class RealEngine {
    private static RealEngine made

    private final Path folder = Files.createTempDirectory('real-engine')
    private final Path archive = folder.resolve('classes.jsa')
    private final String classPath

    static synchronized RealEngine get() {
        made = made ?: new RealEngine()
    }

    private RealEngine() {
        addShutdownHook { folder.toFile().deleteDir() }
        def parts = System.getProperty('java.class.path').tokenize(File.pathSeparator).collect { new File(it) }
        def product = new File(Main.protectionDomain.codeSource.location.toURI())
        def libraries = parts.findAll { it.file && it != product && !(it.name =~ /spock|junit|surefire|archunit/) }
        classPath = [jar('disk.jar', disk(parts)), product.directory ? jar('engine.jar', product) : product, *libraries].join(File.pathSeparator)
        train()
    }

    /** The disk that can be told to stop, compiled against the product's classes. */
    private File disk(List<File> parts) {
        def classes = Files.createDirectories(folder.resolve('disk')).toFile()
        def source = folder.resolve('Disk.java')
        Files.writeString(source, getClass().getResource('/crash/Disk.java').text)
        def arguments = ['-d', classes.path, '-cp', parts.join(File.pathSeparator), '-proc:none', source.toString()]
        assert ToolProvider.systemJavaCompiler.run(null, null, null, arguments as String[]) == 0
        classes
    }

    private File jar(String name, File classes) {
        def file = folder.resolve(name).toFile()
        new JarOutputStream(new FileOutputStream(file)).withCloseable { out ->
            classes.eachFileRecurse(groovy.io.FileType.FILES) {
                out.putNextEntry(new JarEntry(classes.toPath().relativize(it.toPath()).toString()))
                out << it.bytes
            }
        }
        file
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
     * the process's to read.
     */
    Process start(Map options = [:], Path home, List<?> jvm, List<?> arguments) {
        def java = Path.of(System.getProperty('java.home'), 'bin', 'java').toString()
        def archived = Files.exists(archive) ? ["-XX:SharedArchiveFile=$archive"] : []
        def command = [java, '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xshare:auto', '-Xlog:disable', *archived, *jvm,
            '-cp', classPath, 'dev.runbook.cli.Main', *arguments]
        def out = ProcessBuilder.Redirect.appendTo(home.resolve(options.out ?: 'out').toFile())
        def builder = new ProcessBuilder(command*.toString()).redirectInput(new File('/dev/null'))
            .redirectOutput(out).directory(home.toFile())
        builder.redirectError(options.listened ? ProcessBuilder.Redirect.PIPE : out)
        builder.environment().putAll([RUNBOOK_HOME: home.toString(), LC_ALL: 'C.UTF-8'])
        builder.start()
    }
}
