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

    Plan plan(String template, List<Parameter> parameters = []) {
        def message = new Message('team', rig.place(), [Message.When.FAILED] as Set, Optional.empty(), Optional.empty(),
                Duration.ofSeconds(30), Optional.of(template), Optional.empty(), { null } as Message.Text)
        new Plan('test/plan', folder.resolve('plan.groovy'), 'text', Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty(), [:], [], parameters, [:], [], [message], Optional.empty())
    }

    def 'a missing template, and an unknown name in it, are found before the run'() {
        given:
        Files.createDirectories(folder.resolve('templates'))
        Files.writeString(folder.resolve('templates/bad.md'), '${run.status} ${params.reson}')
        def reason = new Parameter('reason', 'why', String, true, Optional.empty(), Optional.empty(), [], Optional.empty(), false)

        expect:
        TemplateCheck.problems(plan('nope.md'))*.message() == ["cannot read the template ${folder.resolve('templates/nope.md')}: there is no such file or folder".toString()]
        TemplateCheck.problems(plan('bad.md', [reason]))*.message() ==
                ["${folder.resolve('templates/bad.md')}:1:15: nothing is called 'params.reson', did you mean 'params.reason'?".toString()]
    }
}
