package dev.runbook.cli

import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

/** Whoever has a link answers as its person: messages deliver it, and nothing else of the run shows it. */
class LinkSecretsSpec extends Specification {
    @TempDir
    Path folder

    def 'a link that steps print, encode, compare or follow is masked; its message has it'() {
        given:
        def rig = new CommandRig(folder)
        def messages = folder.resolve('messages.txt')
        rig.write('runbooks/demo/environments/lab.yaml', """
            environment: lab
            people: { lead: [maria, jo] }
            answers: { listen: '127.0.0.1:0' }
            channels: { reported: { file: '$messages' } }
            drill: { approvals: { approve: after 1s }, channels: { all: { file: '$messages' } } }
        """.stripIndent())
        rig.runbook('demo/inner', '''
            param 'links', 'given by the other'
            step('Inner') { shell "echo ${params.links}" }
        ''')
        rig.runbook('demo/links', '''
            notify('reported') { on waiting
                text "${run.links}" }
            approve('Go') { by 'lead'
                budget 1.minute }
            def printed = step('Prints') { shell "echo ${run.links} | tee /dev/stderr; printf %s ${run.links} | base64; echo ${run.links} | sed 's/.*[.]//'" }
            step('Again') { shell "echo ${printed.stdout}"
                expect { stdout == 'x' }
                onFailure { carryOn() } }
            step('Other') { follow 'demo/inner', links: "${run.links}" }
        ''')

        when:
        def answer = rig.run('drill', 'demo/links', '-e', 'lab')
        def shown = [answer.out, answer.err] + ['text', 'html', 'json'].collect { rig.run('show', 'last', '--format', it).out }
        def tokens = (Files.readString(messages) =~ '/answer/(\\S+)').collect { it[1] }

        then:
        tokens.size() == 2
        tokens.every { it ==~ /[\w-]+\.[\w-]{43}/ }
        answer.out =~ /(?m)\| maria: http:\S+\/answer\/•••$/
        def texts = shown + files(folder.resolve('home'))
        tokens.each { token ->
            def signature = token.split('\\.')[1]
            assert !texts.any { it.contains(signature) || it.contains(signature.bytes.encodeBase64().toString().substring(4, 50)) }
        }
    }

    private static List<String> files(Path under) {
        Files.walk(under).withCloseable { all -> all.filter { Files.isRegularFile(it) }.map { new String(Files.readAllBytes(it), 'ISO-8859-1') }.toList() }
    }
}
