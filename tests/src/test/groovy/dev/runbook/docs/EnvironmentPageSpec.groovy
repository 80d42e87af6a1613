package dev.runbook.docs

import dev.runbook.environment.EnvironmentFile
import org.yaml.snakeyaml.Yaml
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Files
import java.nio.file.Path

/** The reference page of the environment file documents every key, and every example of it is accepted by the engine. */
class EnvironmentPageSpec extends Specification {
    @TempDir
    Path folder

    def page = EnvironmentPage.of(ReferencePages.environmentSchema())

    def 'every key has a description and an example'() {
        expect:
        page.keys().size() > 35
        page.keys().findAll { !it.description() || !it.examples() }*.path() == []
    }

    def 'the engine accepts the example of every key'() {
        expect:
        page.keys().findAll { !it.path().startsWith('hosts.NAME.key.') }.each { key -> assert problem(key) == '' : key.path() }
    }

    /** Empty if the engine reads an environment file that has the key with its example, with the keys it depends on. */
    private String problem(EnvironmentPage.Key key) {
        def steps = key.path().tokenize('.')
        def siblings = steps.size() == 3 && steps[0] in ['services', 'hosts', 'databases']
                ? page.keys().findAll { it.path().tokenize('.').init() == steps.init() }.collectEntries { [it.path().tokenize('.')[2], it.examples()[0]] }
                : [:]
        def channel = steps.findLastIndexOf { it == 'channels' } + 2
        if (steps[channel - 2] == 'channels' && steps.size() > channel) {
            def beside = steps[channel] == 'url' ? [pagerduty: [env: 'KEY']] : steps[channel] in ['ca', 'clientCertificate', 'clientKey', 'passphrase'] ? [webhook: 'https://hooks', clientCertificate: 'client.pem'] : [:]
            def channelKeys = beside + [(steps[channel]): page.keys().find { it.path() == steps[0..channel].join('.') }.examples()[0]]
            return mistakes([environment: 'staging', mail: page.keys().find { it.path() == 'mail' }.examples()[0], channels: [one: channelKeys]])
        }
        def whole = { page.keys().find { it.path() == steps[0] }.examples()[0] + (steps.size() > 1 ? [(steps[1]): key.examples()[0]] : [:]) }
        if (steps[0] == 'mail') {
            return mistakes([environment: 'staging', mail: [clientCertificate: 'client.pem'] + whole()])
        }
        if (steps[0] == 'answers') {
            return mistakes([environment: 'staging', answers: whole()])
        }
        mistakes([environment: 'staging'] + steps.reverse().inject(siblings ?: key.examples()[0]) { value, name ->
            siblings && name == steps.last() ? value : [(name == 'NAME' ? 'one' : name): value]
        })
    }

    private String mistakes(Map document) {
        def file = Files.createDirectories(folder.resolve('environments')).resolve('staging.yaml')
        Files.writeString(file, new Yaml().dump(document))
        try {
            EnvironmentFile.read(file, [HOME: folder.toString()])
            ''
        } catch (Exception refused) {
            refused.message
        }
    }
}
