package dev.runbook

import com.tngtech.archunit.core.domain.Dependency
import com.tngtech.archunit.core.domain.JavaClass
import com.tngtech.archunit.core.domain.JavaClasses
import com.tngtech.archunit.core.importer.ClassFileImporter
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition
import dev.runbook.cli.Main
import spock.lang.Shared
import spock.lang.Specification

/** The layers of the engine: every package imports only packages above it in the table below. */
class LayersSpec extends Specification {
    static final String ROOT = 'dev.runbook'
    static final List<String> BASE = ['time', 'terminal', 'text', 'file', 'json', 'value', 'proxy', 'pem', 'listen']

    /** What a layer may import, besides itself and the two root exceptions. {@code action.*} is the package of each action. */
    static final Map<String, List<String>> MAY_IMPORT = [
        log        : [],
        time       : [],
        terminal   : ['time'],
        text       : ['terminal'],
        file       : [],
        json       : ['text'],
        value      : ['time', 'text', 'file', 'json'],
        proxy      : [],
        pem        : [],
        listen     : [],
        environment: BASE,
        tls        : BASE + ['environment'],
        action     : BASE + ['environment'],
        'action.*' : BASE + ['environment', 'tls', 'action'],
        plan       : BASE + ['environment', 'action'],
        trigger    : BASE + ['environment', 'action', 'plan'],
        dsl        : BASE + ['environment', 'action', 'action.*', 'plan', 'trigger'],
        compile    : BASE + ['environment', 'action', 'action.*', 'plan', 'trigger', 'dsl'],
        journal    : BASE,
        notify     : BASE + ['environment', 'tls', 'journal'],
        model      : BASE + ['journal'],
        outline    : BASE + ['environment', 'action', 'plan', 'journal'],
        forecast   : BASE + ['environment', 'action', 'plan', 'journal', 'model', 'outline'],
        run        : BASE + ['environment', 'action', 'plan', 'journal', 'notify', 'model', 'outline', 'forecast'],
        watch      : BASE + ['environment', 'action', 'plan', 'trigger', 'journal', 'notify', 'model', 'run'],
        metrics    : BASE + ['trigger', 'journal', 'model'],
        transcript : BASE + ['journal', 'model'],
        report     : BASE + ['journal', 'model'],
        cli        : BASE + ['environment', 'tls', 'action', 'action.*', 'plan', 'trigger', 'dsl', 'compile', 'journal', 'notify', 'model', 'outline', 'forecast', 'run', 'watch', 'metrics', 'transcript', 'report']
    ]

    /** The actions that build on another: a remote shell is a shell, a query of Prometheus is a request. */
    static final Map<String, String> MAY_BUILD_ON = [ssh: 'shell', copy: 'sql', prometheus: 'http']

    /** Classes that may start, inspect or stop processes of the operating system. */
    static final List<String> MAY_USE_PROCESSES = [
        'dev.runbook.action.shell.',
        'dev.runbook.environment.SecretCommand', // `secrets: command:` asks a password manager
        'dev.runbook.notify.CommandRoute', // `channels: command:` hands messages to a program
        'dev.runbook.cli.ReaderCommand', // `check` and `plan` read strangers' files in a separate process
        'dev.runbook.cli.ReaderProcess',
        'dev.runbook.cli.CronProcess', // `doctor --as-cron`
        'dev.runbook.cli.RunProcess', // a run that a trigger starts survives its watcher
        'dev.runbook.terminal.TerminalSize', // `stty` knows the size of the terminal
        'dev.runbook.run.lock.LockOwner' // a lock file may outlive the process it names
    ]

    @Shared
    JavaClasses engine = new ClassFileImporter().importUrl(Main.protectionDomain.codeSource.location)

    def 'the table of layers has no cycle: each layer imports only layers above it'() {
        expect:
        MAY_IMPORT.keySet().toList().indexed().every { position, layer ->
            MAY_IMPORT[layer].every { MAY_IMPORT.keySet().toList().indexOf(it) < position }
        }
    }

    def 'only the clock reads the time of the machine'() {
        given:
        def machine = { call ->
            def owner = call.targetOwner.name
            owner == 'java.lang.System' && call.name in ['nanoTime', 'currentTimeMillis'] || owner.startsWith('java.time.') && call.name == 'now'
        }

        expect:
        engine.findAll { layerOf(it) != 'time' }.collectMany { it.methodCallsFromSelf }.findAll(machine)*.description == []
    }

    def 'every package of the engine is in the table'() {
        expect:
        engine.size() > 0
        engine.collect { layerOf(it) }.toSet() - MAY_IMPORT.keySet() - 'root' == [] as Set
    }

    def '#layer imports only #allowed'() {
        given:
        def misplaced = describe(importsOf(layer).findAll { !(layerOf(it.targetClass) in allowed + layer + 'root') })

        expect:
        misplaced == []

        where:
        [layer, allowed] << MAY_IMPORT.collect { [it.key, it.value] }
    }

    def 'no packages of the engine form a cycle, sub-packages included'() {
        expect:
        SlicesRuleDefinition.slices().matching('dev.runbook.(**)').should().beFreeOfCycles().check(engine)
    }

    def 'every package has a description'() {
        given:
        def sources = new File(System.getProperty('runbook.repository'), 'engine/src/main/java')

        expect:
        engine*.packageName.toSet().findAll { !new File(sources, it.replace('.', '/') + '/package-info.java').file } == [] as Set
    }

    def 'no action imports another action'() {
        given:
        def misplaced = describe(importsOf('action.*').findAll {
            layerOf(it.targetClass) == 'action.*' && !(actionOf(it.targetClass) in [actionOf(it.originClass), MAY_BUILD_ON[actionOf(it.originClass)]])
        })

        expect:
        misplaced == []
    }

    def 'only messages use the mail library, and only metrics the one of Prometheus'() {
        given:
        def library = { String name -> name.startsWith('jakarta.mail.') || name.startsWith('org.eclipse.angus.') ? 'notify' : name.startsWith('io.prometheus.') ? 'metrics' : null }
        def misplaced = describe(engine.collectMany { it.directDependenciesFromSelf }
            .findAll { library(it.targetClass.name) && library(it.targetClass.name) != layerOf(it.originClass) })

        expect:
        misplaced == []
        engine.any { it.directDependenciesFromSelf.any { library(it.targetClass.name) == 'notify' } }
        engine.any { it.directDependenciesFromSelf.any { library(it.targetClass.name) == 'metrics' } }
    }

    def 'only the shell action, and the classes listed above, start, inspect or stop processes'() {
        given: 'every class may read the number of its own process'
        def ownNumber = ~/.*calls method <java\.lang\.ProcessHandle\.(current|pid)\(\)>.*/
        def processes = ['java.lang.ProcessBuilder', 'java.lang.Process', 'java.lang.ProcessHandle']
        def misplaced = describe(engine
            .findAll { origin -> !MAY_USE_PROCESSES.any { origin.name.startsWith(it) } }
            .collectMany { it.directDependenciesFromSelf }
            .findAll { it.targetClass.name in processes && !(it.description ==~ ownNumber) })

        expect:
        misplaced == []
    }

    private Collection<Dependency> importsOf(String layer) {
        engine.findAll { layerOf(it) == layer }
            .collectMany { it.directDependenciesFromSelf }
            .findAll { it.targetClass.packageName.startsWith(ROOT) }
    }

    private static List<String> describe(Collection<Dependency> dependencies) {
        dependencies*.description.toSorted()
    }

    private static String layerOf(JavaClass type) {
        def parts = (type.packageName - ROOT).tokenize('.')
        if (!parts) {
            return 'root'
        }
        parts[0] == 'action' && parts.size() > 1 ? 'action.*' : parts[0]
    }

    private static String actionOf(JavaClass type) {
        (type.packageName - "${ROOT}.action.").tokenize('.')[0]
    }
}
