package dev.runbook.run.message

import dev.runbook.plan.*
import dev.runbook.run.Rig
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration

class TemplateCheckSpec extends Specification {
    @TempDir
    Path folder

    def rig = new Rig()

    List<String> problems(String template, Map parameters = [:]) {
        def message = new Message('team', rig.place(), [Message.When.FAILED] as Set, Optional.empty(), Optional.empty(),
                Duration.ofSeconds(30), Optional.of(folder.resolve(template)), Optional.empty(), { null } as Message.Text, { parameters } as Message.Parameters)
        TemplateCheck.problems([message].stream())*.message()
    }

    def 'a missing template, and an unknown name in it, are found before the run'() {
        given:
        Files.writeString(folder.resolve('bad.md'), '${run.status} ${params.reson}')

        expect:
        problems('nope.md') == ["cannot read the template ${folder.resolve('nope.md')}: there is no such file or folder".toString()]
        problems('bad.md', [reason: null]) ==
                ["${folder.resolve('bad.md')}:1:15: nothing is called 'params.reson', did you mean 'params.reason'?".toString()]
    }
}
