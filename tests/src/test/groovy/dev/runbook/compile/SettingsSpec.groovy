package dev.runbook.compile

import dev.runbook.AuthorException
import dev.runbook.compile.source.InvalidRunbookException
import dev.runbook.environment.Environment
import dev.runbook.environment.EnvironmentFile
import java.nio.file.Files
import spock.lang.Specification

/** A setting has the type that it has in the environment file, wherever a runbook reads it. */
class SettingsSpec extends Specification implements RunbookTexts, ReadPlans {
    static final SETTINGS = '''
        environment: test
        settings:
          wipe: false
          careful: true
          quoted: "false"
          answer: no
          replicas: 3
          ratio: 0.5
          folder: /var/backups
          tables: [orders, stock]
          ports: [5432, 5433]
          empty: []
          pages:
            home: /index
            login: { path: /login, slow: true, budget: 30 }
          sites:
            - { name: shop, url: /shop, live: true }
            - { name: blog, url: /blog, live: false }
        '''.stripIndent().strip()

    Environment environment() {
        def file = folder.resolve('test.yaml')
        Files.writeString(file, SETTINGS)
        EnvironmentFile.read(file, [:])
    }

    private List<String> names(String body) {
        planIn(environment(), inRunbook(body)).plan().nodes()*.name()
    }

    private String problemOf(String body) {
        try {
            planIn(environment(), inRunbook("$body\nstep('s') { shell 'x' }"))
            return ''
        } catch (InvalidRunbookException e) {
            return e.message.replace(folder.toString() + '/', '').lines().map { it.strip() }.toList().join(' | ')
        }
    }

    def 'reads as its type: #expression is #shown'() {
        expect:
        names("step(\"Read \${$expression}\") { shell 'x' }") == ["Read $shown".toString()]

        where:
        expression                                   || shown
        "setting('wipe')"                            || 'false'
        "setting('replicas')"                        || '3'
        "setting('replicas') + 1"                    || '4'
        "setting('replicas') * 2 - 1"                || '5'
        "setting('ratio')"                           || '0.5'
        "setting('answer')"                          || 'no'
        "setting('folder') + '/daily'"               || '/var/backups/daily'
        "setting('folder').toUpperCase()"            || '/VAR/BACKUPS'
        "setting('folder').tokenize('/')[1]"         || 'backups'
        "setting('tables')[1]"                       || 'stock'
        "setting('tables')[-1]"                      || 'stock'
        "setting('tables').size()"                   || '2'
        "setting('tables').join(', ')"               || 'orders, stock'
        "setting('tables').collect { \"\$it-1\" }.join(', ')" || 'orders-1, stock-1'
        "setting('pages').home"                      || '/index'
        "setting('pages')['home']"                   || '/index'
        "setting('pages').login.path"                || '/login'
        "setting('pages').login.budget + 5"          || '35'
        "setting('sites')[0].name"                   || 'shop'
        "setting('sites').name"                      || '[shop, blog]'
        "setting('sites').find { it.live }.name"     || 'shop'
        "setting('sites').findAll { !it.live }.size()" || '1'
        "setting('empty').size()"                    || '0'
        "setting('ports')[0] + setting('replicas').toInteger()" || '5435'
        "setting('folder') + setting('replicas')"    || '/var/backups3'
    }

    def 'is compared as its type: #condition'() {
        expect:
        names("if ($condition) { step('yes') { shell 'x' } } else { step('no') { shell 'x' } }") == [taken ? 'yes' : 'no']

        where:
        condition                                   || taken
        "setting('wipe')"                           || false
        "!setting('wipe')"                          || true
        "setting('careful')"                        || true
        "setting('careful') && setting('wipe')"     || false
        "setting('wipe') == false"                  || true
        "setting('quoted') == 'false'"              || true
        "setting('answer') == 'no'"                 || true
        "setting('replicas') == 3"                  || true
        "setting('replicas') > 2"                   || true
        "3 == setting('replicas')"                  || true
        "setting('ratio') < 1"                      || true
        "setting('folder').startsWith('/var')"      || true
        "setting('pages').login.slow"               || true
        "'orders' in setting('tables')"             || true
        "'users' in setting('tables')"              || false
        "'users' !in setting('tables')"             || true
        "setting('tables').contains('stock')"       || true
        "'login' in setting('pages')"               || true
        "5433 in setting('ports')"                  || true
        "setting('answer') in ['no', 'never']"      || true
        "['no', 'never'].contains(setting('answer'))" || true
        "setting('tables') == ['orders', 'stock']"  || true
        "setting('tables').any { it == 'stock' }"   || true
        "setting('sites').every { it.live }"        || false
        "setting('empty').size() == 0"              || true
        "[no: 1][setting('answer')] == 1"           || true
    }

    def 'a loop goes over a list, a list of maps and a map'() {
        expect:
        names("for (one in setting('$name')) { step(\"Do $shown\") { shell 'x' } }") == steps

        where:
        name     | shown                     || steps
        'tables' | '$one'                    || ['Do orders', 'Do stock']
        'ports'  | '${one + 1}'              || ['Do 5433', 'Do 5434']
        'sites'  | '${one.name} at ${one.url}' || ['Do shop at /shop', 'Do blog at /blog']
        'pages'  | '${one.key}'              || ['Do home', 'Do login']
    }

    def 'is accepted wherever a value is: #line'() {
        expect:
        planIn(environment(), inRunbook("step('s') { $line }")).plan().toString().contains(left)

        where:
        line                                                         || left
        "shell \"ls \${setting('folder')}\""                         || 'ls /var/backups'
        "shell 'x', in: setting('folder'), user: setting('answer'), env: [N: setting('replicas')]" || 'in=Optional[/var/backups], user=Optional[no], env={N=3}'
        "shell \"echo \${json(pages: setting('pages'), wipe: setting('wipe'))}\"" || '{"pages":{"home":"/index","login":{"path":"/login","slow":true,"budget":30}},"wipe":false}'
        "http { post 'http://x'; json setting: setting('ports'); header 'X-Count', setting('replicas') }" || 'document={setting=[5432, 5433]}'
        "shell 'x'; retry setting('replicas').toInteger(); budget setting('pages').login.budget.toInteger().seconds" || 'Retry[times=3'
    }

    def 'an invalid use is reported in one line: #body'() {
        expect:
        problemOf(body) == "demo.groovy:2: $message".toString()

        where:
        body                                                     || message
        "if (setting('quoted')) { }"                             || "a condition is true or false; the setting 'quoted' is text: false | write quoted: true or quoted: false in the environment, without quotes; or compare it here"
        "if (!setting('replicas')) { }"                          || "a condition is true or false; the setting 'replicas' is a number: 3 | write replicas: true or replicas: false in the environment, without quotes; or compare it here"
        "def page = setting('pages').hom"                        || "the setting 'pages' has no 'hom' | did you mean 'home'?"
        "def page = setting('pages').about"                      || "the setting 'pages' has no 'about' | it has: home, login"
        "def page = setting('pages').login.pth"                  || "the setting 'pages.login' has no 'pth' | did you mean 'path'?"
        "def page = setting('folder').home"                      || "the setting 'folder' is text and has no 'home'"
        "def page = setting('tables')[2]"                        || "the setting 'tables' has 2 elements and no [2]"
        "for (one in setting('folder')) { }"                     || "the setting 'folder' is text, and a loop goes over a list or a map | write it as a list in the environment: [/var/backups]"
        "step(setting('tables')) { shell 'x' }"                  || "the setting 'tables' is a list, and a text is asked for here | write for (one in setting('tables')) { }, or json(…) for all of it as text"
        "def n = setting('folder').toInteger()"                  || "the setting 'folder' is not a whole number but '/var/backups'"
        "def n = setting('folder') - 1"                          || "the setting 'folder' is text, and only numbers are computed with"
        "if (setting('replicas') == '3') { }"                    || "a number 3 and text '3' cannot be compared | a text becomes a number by ….toInteger()"
        "if (setting('answer') == false) { }"                    || "text 'no' and true or false false cannot be compared | write true or false in quotes"
        "if (setting('folder') > 3) { }"                         || "text '/var/backups' and a number 3 cannot be compared | a text becomes a number by ….toInteger()"
        "if (3 in setting('tables')) { }"                        || "a number 3 and text 'orders' cannot be compared | a text becomes a number by ….toInteger()"
    }

    def 'the environment file may contain only what a runbook can read: #settings'() {
        when:
        def file = folder.resolve('odd.yaml')
        Files.writeString(file, "environment: odd\nsettings:\n  $settings\n")
        EnvironmentFile.read(file, [:])

        then:
        def refused = thrown(AuthorException)
        refused.message.contains("'$key' is a text, a number, true or false, a list or a map, not empty".toString())

        where:
        settings                         || key
        'wipe:'                          || 'wipe'
        'pages: { home: , about: /a }'   || 'home'
        'pages: { deep: { home: null } }' || 'home'
        'tables: [orders, ~]'            || 'tables'
    }

    def 'a word that expects another type reports it: #line'() {
        expect:
        messageOf(inRunbook("step('s') { shell 'x'; $line }")).lines().findFirst().get().endsWith(message)

        where:
        line                           || message
        "retry setting('replicas')"    || "'retry' cannot take a setting"
        "budget setting('replicas')"   || "'budget' cannot take a setting"
        "onlyIf { setting('pages').empty }" || "a runbook cannot read 'empty' of a setting"
    }

    def 'a check without an environment has a placeholder for a setting and each of its parts'() {
        when:
        def plan = check(inRunbook('''
            if (setting('wipe')) { step('Wipe') { shell 'x' } }
            if (setting('replicas') > 2 || setting('mode') == 'full' || 'a' in setting('tables')) { step('Large') { shell 'x' } }
            for (site in setting('sites')) { step("Deploy ${site.name}") { shell "deploy ${site.url}" } }
            step('Home') { shell "open ${setting('pages').home} ${setting('ports')[0]} ${setting('replicas') + 1}"; retry setting('replicas').toInteger() }
            ''')).plan()

        then:
        plan.nodes()*.name() == ['Deploy ‹each of setting sites.name›', 'Home']
        shown(plan.nodes()[0]) == 'deploy ‹each of setting sites.url›'
        shown(plan.nodes()[1]) == 'open ‹setting pages.home› ‹setting ports[0]› ‹setting replicas›'
    }
}
