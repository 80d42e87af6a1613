package dev.runbook.lab

import dev.runbook.compile.ClassCache
import dev.runbook.compile.RunbookReader
import dev.runbook.compile.RunbookRequest
import dev.runbook.environment.DrillFile
import dev.runbook.environment.EnvironmentFile
import dev.runbook.run.drill.Injection
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Path
import java.time.Instant

/** The declared drills of every system, without performing them. */
class DeclaredDrillFilesSpec extends Specification {
    static final Path RUNBOOKS = Path.of(System.getProperty('runbook.repository'), 'runbooks')

    @TempDir
    Path compiled

    def 'every trigger of #system has a drill, or a reason for having none'() {
        given:
        def folder = RUNBOOKS.resolve(system)
        def declared = DrillFile.read(folder)
        def drilled = declared.triggers().collectMany { it.expected()*.name() } + declared.notDrilled()*.name()
        def triggers = folder.toFile().listFiles().findAll { it.name.endsWith('.groovy') }.collectMany { (it.text =~ /(?m)^\s*trigger\('(.*?)'\)/).collect { it[1] } }

        expect:
        !triggers.empty
        triggers - drilled == []
        drilled - triggers == []

        where:
        system << ['erpgo', 'smartstore', 'supabase-migration', 'social-download-manager', 'visionforge']
    }

    def 'the faults that the drills of #system inject are in the place of steps of their runbooks'() {
        given:
        def folder = RUNBOOKS.resolve(system)
        def environment = EnvironmentFile.read(folder.resolve('environments/lab.yaml'), [HOME: '/home/sre'])
        def reader = new RunbookReader(ClassCache.in(compiled.resolve('classes')))

        expect:
        DrillFile.read(folder).runbooks().findAll { it.injections() }.each { drill ->
            def parameters = drill.parameters().findAll { !it.value.contains('${lab.') }
            def request = RunbookRequest.toCheck(RUNBOOKS.resolve("${drill.runbook()}.groovy"), parameters, Optional.of(environment), Instant.parse('2026-03-31T14:05:00Z'))
            def injections = drill.injections().collect { Injection.parse(it) }
            assert Injection.found(injections, [reader.read(request).plan()]).size() >= injections.size()
        }

        where:
        system << ['erpgo', 'smartstore', 'supabase-migration', 'social-download-manager', 'visionforge']
    }
}
