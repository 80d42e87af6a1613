package dev.runbook.journal

import dev.runbook.journal.event.Event
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification

/** Texts of records are for people: changing one never changes how an engine treats an older journal. */
class RecordTextsSpec extends Specification {
    static final Path SOURCES = Path.of('../engine/src/main/java/dev/runbook')
    /** Journals of format 1 have decisions in texts. */
    static final String ADAPTER = 'FormatOneAdapter.java'

    static final List<String> READERS = ['equals', 'equalsIgnoreCase', 'startsWith', 'endsWith', 'contains', 'matches', 'indexOf', 'lastIndexOf', 'split', 'replaceFirst']

    def 'no code compares a text of a record with a literal'() {
        given:
        def texts = texts(Event.permittedSubclasses.toList(), [] as Set).toSet()
        def accessor = "\\.(${texts.join('|')})\\(\\)"
        def forbidden = [~/$accessor\s*\.(${READERS.join('|')})\(\s*"/, ~/"\.equals\([^)]*$accessor\)/, ~/switch \([^)]*$accessor\)/]

        expect:
        'cause' in texts && 'why' in texts && texts.size() > 20
        sources().collectMany { file ->
            def source = Files.readString(file)
            forbidden.collectMany { source.findAll(it) }.collect { "$file.fileName: $it".toString() }
        } == []
    }

    def 'only the journal and the model of a run inspect the kinds of records; all other code observes the model'() {
        given:
        def kinds = Event.permittedSubclasses*.simpleName.join('|')
        def looks = ~/instanceof ($kinds)\b|case ($kinds) |\b($kinds)\.class::(isInstance|cast)/

        expect:
        sources().findAll { !(it.parent.fileName.toString() in ['journal', 'event', 'model']) }.collectMany { file ->
            Files.readString(file).findAll(looks).collect { "$file.fileName: $it".toString() }
        } == []
    }

    /** The classes that read records. */
    private static List<Path> sources() {
        Files.walk(SOURCES).withCloseable { all ->
            all.filter { it.toString().endsWith('.java') && it.fileName.toString() != ADAPTER }.filter { Files.readString(it).contains('journal.event.') }.toList()
        }
    }

    private static List<String> texts(List<Class<?>> records, Set<Class<?>> seen) {
        records.findAll { it.record && seen.add(it) }.collectMany { record ->
            record.recordComponents.collectMany { component ->
                def generic = component.genericType
                def inner = generic instanceof java.lang.reflect.ParameterizedType ? generic.actualTypeArguments.findAll { it instanceof Class } : []
                (component.type == String ? [component.name] : []) + texts([component.type] + inner, seen)
            }
        }
    }
}
