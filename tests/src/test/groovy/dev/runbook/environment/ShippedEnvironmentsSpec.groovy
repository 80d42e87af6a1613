package dev.runbook.environment

import dev.runbook.machine.Machine
import groovy.io.FileType
import groovy.json.JsonSlurper
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

class ShippedEnvironmentsSpec extends Specification {
    @TempDir
    Path folder

    def 'every environment in the repository is valid: #file.parentFile.parentFile.name #file.name'() {
        expect:
        EnvironmentFile.read(file.toPath(), [:]).name() == file.name - '.yaml'

        where:
        file << shipped()
    }

    def 'the environment in the README is valid'() {
        given:
        def readme = new File(Machine.repository, 'README.md').text
        def text = (readme =~ /(?s)```yaml\n(.*?)```/)[0][1] as String

        expect:
        EnvironmentFile.read(Files.writeString(folder.resolve('staging.yaml'), text), [:]).hosts().keySet() == ['db1'] as Set
    }

    def 'the schema requires nothing that the engine does not check'() {
        given:
        def schema = new JsonSlurper().parse(Schema.getResource('environment.schema.json'))

        expect:
        keywords(schema) - ['$schema', '$id', '$defs', 'title', 'description', 'type', 'properties', 'additionalProperties', 'required',
            'minProperties', 'maxProperties', 'items', 'minItems', 'examples', 'enum', 'anyOf', '$ref'] == [] as Set
    }

    private static Set<String> keywords(Map<String, Object> schema) {
        List<Object> inner = []
        inner.addAll((schema.get('properties') as Map ?: [:]).values())
        inner.addAll((schema.get('$defs') as Map ?: [:]).values())
        inner.addAll(schema.get('anyOf') as List ?: [])
        inner.add(schema.get('items'))
        inner.add(schema.get('additionalProperties'))
        Set<String> found = new TreeSet<>(schema.keySet())
        inner.findAll { it instanceof Map }.each { found.addAll(keywords(it as Map<String, Object>)) }
        found
    }

    private static List<File> shipped() {
        def files = []
        new File(Machine.repository, 'runbooks').traverse(type: FileType.FILES, nameFilter: ~/.*\.yaml/) {
            if (it.parentFile.name == 'environments') {
                files << it
            }
        }
        files
    }
}
