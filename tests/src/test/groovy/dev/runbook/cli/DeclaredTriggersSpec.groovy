package dev.runbook.cli

import groovy.json.JsonSlurper
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Path

/** A drills.yaml is compared with the triggers of its folder by {@code check}, and before the first drill. */
class DeclaredTriggersSpec extends Specification {
    @TempDir
    Path folder

    def rig = new CommandRig(folder)

    def setup() {
        rig.write('runbooks/shop/environments/test.yaml', "environment: test\nchannels: { team: { file: $folder/team.txt } }\npeople: { lead: [lena] }\nsettings: { automatic: false }\n")
        rig.runbook('shop/rollback', "param 'reason', 'why'\nstep('s') { shell 'true' }")
        rig.runbook('shop/review', "trigger('Review') { after 24.hours, of: 'shop/rollback' }\nstep('s') { shell 'true' }")
        ['a', 'b'].each { file ->
            rig.write("runbooks/shop/${file}.groovy", """triggers('shop/$file') {
                every 15.seconds
                def health = measure('Health $file') { shell 'true' }
                trigger('Down') { severity critical; sustained 5.minutes; when { !health.ok }; start 'shop/rollback', reason: 'down' }
                trigger('Slow $file') { severity low; when { !health.ok }; ask 'lead', toStart: 'shop/rollback', within: 5.minutes; with reason: 'slow'; tell 'team' }
                trigger('Off $file') { severity high; when { !health.ok }; enabled setting('automatic'); tell 'team' }
            }""")
        }
    }

    def 'a declaration that fits'() {
        given:
        declare '{ break: [x], fires: [{ trigger: Down, in: shop/a, starts: shop/rollback }, { trigger: Slow b, asks: lead, starts: shop/rollback, tells: [team] }] }, { fires: [{ trigger: Review, starts: shop/review }] }'

        expect:
        rig.run('check', 'runbooks/shop/drills.yaml', '-e', 'test').out == 'ok  shop/drills.yaml  0 drills of runbooks, 2 drills of triggers\n'
        rig.run('check', 'runbooks/shop/drills.yaml').exit == 0
    }

    def 'a mistake is reported with its place: #message'() {
        given:
        declare declared

        when:
        def answer = rig.run('check', 'runbooks/shop/drills.yaml', '-e', 'test')

        then:
        answer.exit == 2
        answer.err.contains('shop/drills.yaml:')
        answer.err.contains(message)
        answer.err.readLines().size() == 1

        where:
        declared                                                                             || message
        '{ break: [x], fires: [{ trigger: Slwo a, tells: [team] }] }'                        || "there is no trigger 'Slwo a', did you mean 'Slow a'?"
        '{ break: [x], fires: [{ trigger: Flood, tells: [team] }] }'                         || "there is no trigger 'Flood'; the triggers are in shop/a, shop/b, shop/review"
        '{ break: [x], fires: [{ trigger: Down, starts: shop/rollback }] }'                  || "several files have a trigger 'Down'; say which with 'in': shop/a, shop/b"
        '{ break: [x], fires: [{ trigger: Down, in: shop/c, starts: shop/rollback }] }'      || "there is no trigger 'Down' in shop/c, which has no triggers; files with triggers: shop/a, shop/b, shop/review"
        '{ break: [x], fires: [{ trigger: Slow a, starts: shop/rollback }] }'                || "trigger 'Slow a' asks lead to start shop/rollback, which is not what the drill expects: starts shop/rollback"
        '{ break: [x], fires: [{ trigger: Down, in: shop/a, tells: [team] }] }'              || "trigger 'Down' starts shop/rollback, which is not what the drill expects: tells team"
        '{ break: [x], fires: [{ trigger: Off a, tells: [team] }] }'                         || "trigger 'Off a' is turned off in this environment"
        '{ break: [x], fires: [{ trigger: Review, starts: shop/review }] }'                  || 'triggers that follow ended runs need nothing broken'
        '{ after: [shop/rollback], fires: [{ trigger: Slow a, asks: lead, starts: shop/rollback }] }' || "'after' is for triggers that follow ended runs"
        '{ after: [shop/rolback], fires: [{ trigger: Review, starts: shop/review }] }'       || "no trigger of this drill follows 'shop/rolback', did you mean 'shop/rollback'?"
    }

    private void declare(String triggers) {
        rig.write('runbooks/shop/drills.yaml', "triggers: [$triggers]\n")
    }
}
