package dev.runbook.environment

import dev.runbook.AuthorException
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

class EnvironmentsSpec extends Specification {
    @TempDir
    Path folder

    Path runbook
    def environments = Environments.with([:])

    def setup() {
        runbook = folder.resolve('runbooks/erpgo/immediate-rollback.groovy')
        write('runbooks/erpgo/environments/production.yaml', 'production: true')
        write('runbooks/environments/shared.yml', 'settings: { a: 1 }')
        write('elsewhere/lab.yaml', 'lab: erpgo')
    }

    def 'finds an environment by name beside the runbook, or beside its system'() {
        expect:
        environments.find(Optional.of('production'), runbook).production()
        environments.find(Optional.of('shared'), runbook).settings() == [a: 1]
    }

    def 'accepts a file as well'() {
        expect:
        environments.find(Optional.of(folder.resolve('elsewhere/lab.yaml').toString()), runbook).lab().get() == 'erpgo'
    }

    def 'without a name the environment is local, and empty'() {
        expect:
        with(environments.find(Optional.empty(), runbook)) {
            name() == 'local'
            !production()
            Target.Kind.values().every { kind -> names(kind).empty }
        }
    }

    def 'an unknown name is rejected with the nearest one, or with all'() {
        when:
        environments.find(Optional.of(name), runbook)

        then:
        def refused = thrown(AuthorException)
        refused.message.endsWith(
                "no environment '$name' in ${runbook.parent.resolve('environments')}: $cure")

        where:
        name         || cure
        'prodction'  || "did you mean 'production'?"
        'qa'         || 'there are: production, shared'
    }

    private void write(String path, String text) {
        def file = folder.resolve(path)
        Files.createDirectories(file.parent)
        Files.writeString(file, text)
    }
}
