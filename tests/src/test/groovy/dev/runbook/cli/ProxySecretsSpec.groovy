package dev.runbook.cli

import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

/** The password in a proxy variable is a secret that nobody declared, and that steps can print. */
class ProxySecretsSpec extends Specification {
    @TempDir
    Path folder

    def 'a proxy password is masked in everything that a run prints and keeps: #options'() {
        given:
        def rig = new CommandRig(folder)
        rig.variables.https_proxy = 'http://me:pr0xy%2Dpass@squid:3128'
        rig.write('runbooks/demo/environments/lab.yaml', 'environment: lab\n')
        rig.runbook('demo/one', '''step("Print") { shell 'echo http://me:pr0xy"%2Dpass"@squid pr0xy"-pass"' }''')

        when:
        def answer = rig.run('run', 'demo/one', *options)
        def shown = rig.run('show', 'last')

        then:
        answer.exit == 0
        kept().any { it =~ /http:..me:[^p]/ }
        [answer.out, shown.out, *kept()].every { !(it =~ /pr0xy(-|%2D)pass/) }

        where:
        options << [[], ['-e', 'lab']]
    }

    private List<String> kept() {
        Files.walk(folder.resolve('home/runs')).withCloseable { files ->
            files.filter { Files.isRegularFile(it) }.map { new String(Files.readAllBytes(it), 'ISO-8859-1') }.toList()
        }
    }
}
