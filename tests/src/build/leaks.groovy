/*
 * Runs before the specifications and after them, and fails the build if they left something behind: a process, a port that
 * one listens on, or a file outside the build folders and the folder of temporary files. Each specification is looked at by
 * LeakCheck; this finds what comes later, and what the specifications share.
 */
import dev.runbook.environment.LabLocation
import dev.runbook.machine.OwnProcess
import java.nio.file.FileVisitResult
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.SimpleFileVisitor
import java.nio.file.attribute.BasicFileAttributes
import org.apache.maven.plugin.MojoFailureException

final build = Path.of(project.build.directory)
final repository = Path.of(session.request.multiModuleProjectDirectory.path)
final home = Path.of(System.getProperty('user.home'))
final seen = build.resolve('files-before-the-specs')

/** Where the product, or a program it calls, could keep something. */
final state = home.resolve('.local/state/runbook')
final watched = [repository, state, home.resolve('.ssh')]
/** The folders of other checkouts' labs, which may run meanwhile. */
final foreign = { Path folder -> folder.parent == state.resolve('lab') && folder != LabLocation.of(System.getenv(), repository).home() }
final passedOver = ['target', '.git'] as Set

def files = {
    def found = new TreeMap<String, String>()
    watched.findAll { Files.isDirectory(it) }.each { top ->
        Files.walkFileTree(top, new SimpleFileVisitor<Path>() {
            @Override
            FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                folder.fileName.toString() in passedOver || foreign(folder) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE
            }

            @Override
            FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                found["$file".toString()] = "${attributes.lastModifiedTime().toMillis()}".toString()
                FileVisitResult.CONTINUE
            }

            @Override
            FileVisitResult visitFileFailed(Path file, IOException gone) {
                FileVisitResult.CONTINUE
            }
        })
    }
    found
}

if (moment == 'before') {
    Files.createDirectories(build)
    Files.write(seen, files().collect { file, changed -> "$changed $file".toString() })
    return
}

def processes = OwnProcess.leftBy(build.toString())
def before = Files.readAllLines(seen).collectEntries { it.split(' ', 2).reverse().toList() }
def changed = files().findAll { file, time -> before[file] != time }.keySet()
// Somebody who works here while the build runs changes files too; a build server does not.
if (changed && !System.getenv('CI')) {
    log.warn("changed while the specifications ran: ${changed.join(', ')}")
    changed = []
}
if (processes || changed) {
    throw new MojoFailureException("the specifications leave behind:\n  ${(processes + changed).join('\n  ')}" as String)
}
