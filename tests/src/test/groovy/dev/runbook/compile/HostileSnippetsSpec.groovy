package dev.runbook.compile

import dev.runbook.compile.rewrite.TaskActions
import dev.runbook.compile.source.InvalidRunbookException
import spock.lang.Specification

/** Actions that are never allowed in a runbook. A snippet that was once accepted becomes a row here. */
class HostileSnippetsSpec extends Specification implements RunbookTexts, AuthorsWords {

    def 'rejected in the body of a runbook: #snippet'() {
        when:
        check(inRunbook("step('s') { shell 'true' }\n$snippet"))

        then:
        def refusal = thrown(InvalidRunbookException)
        namesNothingOfTheJvm(refusal)

        where:
        snippet << IN_RUNBOOK + ON_VALUES
    }

    def 'rejected inside a step: #snippet'() {
        when:
        check(inRunbook("param 'reason', 'why'\ndef earlier = step('earlier') { shell 'date' }\nstep('s') {\nshell 'true'\n$snippet\n}"))

        then:
        def refusal = thrown(InvalidRunbookException)
        namesNothingOfTheJvm(refusal)

        where:
        snippet << IN_STEP
    }

    def 'rejected as the only action of a step: #snippet'() {
        when:
        check(inRunbook("param 'reason', 'why'\ndef earlier = step('earlier') { shell 'date' }\nstep('s') {\n$snippet\n}"))

        then:
        def refusal = thrown(InvalidRunbookException)
        namesNothingOfTheJvm(refusal)

        where:
        snippet << IN_TEXTS
    }

    def 'rejected as a condition: #snippet'() {
        when:
        check(inRunbook("step('s') {\nshell 'true'\nexpect {\n$snippet\n}\n}"))

        then:
        def refusal = thrown(InvalidRunbookException)
        namesNothingOfTheJvm(refusal)

        where:
        snippet << IN_CONDITIONS + IN_VALUE_CONDITIONS
    }

    def 'rejected as a file: #text'() {
        when:
        check(text)

        then:
        def refusal = thrown(InvalidRunbookException)
        namesNothingOfTheJvm(refusal)

        where:
        text << FILES
    }

    def 'the tables have a minimum length'() {
        expect:
        IN_RUNBOOK.size() + IN_STEP.size() + IN_CONDITIONS.size() + FILES.size() >= 150
    }

    def 'the frames around the snippets are valid by themselves'() {
        when:
        check(inRunbook("param 'reason', 'why'\ndef earlier = step('earlier') { shell 'date' }\nstep('s') {\nshell 'true'\nexpect {\nok\n}\n}"))

        then:
        noExceptionThrown()
    }

    static final List<String> IN_RUNBOOK = [
        // starting something
        '"id".execute()', "'id'.execute().text", '["id"].execute()', "['sh', '-c', 'id'].execute([], null)",
        'Runtime.runtime.exec("id")', 'Runtime.getRuntime().exec("id")', 'java.lang.Runtime.getRuntime()',
        'new ProcessBuilder("id").start()', 'ProcessHandle.current()', 'ProcessHandle.current().destroy()',
        'Thread.start { }', 'new Thread({ }).start()', 'Thread.sleep(1000)', 'sleep(1000)', 'sleep 1000', 'Thread.currentThread()',
        'System.exit(1)', 'System.getenv("HOME")', 'System.getProperty("user.home")', 'System.setProperty("a", "b")',
        'System.properties', 'System.out.println("x")', 'println "x"', 'print "x"', 'printf "x"', 'System.in.read()',
        // files and the network
        'new File("/etc/passwd").text', 'new File("/tmp/x").write("y")', "'/etc/passwd'.toURL()", "'http://x'.toURL().text",
        'new URL("http://example.com").text', 'java.nio.file.Files.readString(java.nio.file.Path.of("/etc/passwd"))',
        'java.nio.file.Paths.get("/etc")', 'new java.io.FileInputStream("/etc/passwd")', 'new Socket("localhost", 80)',
        'Class.forName("java.lang.Runtime")', "'x'.toURI()", 'java.net.InetAddress.getByName("x")',
        // evaluating
        'evaluate("1")', 'evaluate(new File("x"))', 'Eval.me("1")', 'new GroovyShell().evaluate("1")', 'new GroovyClassLoader()',
        'groovy.lang.GroovyShell', 'run(new File("x"), [] as String[])', 'getBinding()', 'binding', 'setBinding(null)', 'getMetaClass()',
        'metaClass', 'setMetaClass(null)', 'invokeMethod("x", [])', 'getProperty("x")', 'setProperty("x", 1)',
        // reflection
        "'x'.class", "''.getClass()", "''.getClass().forName('java.lang.Runtime')", '[].class', '[:].getClass()', '1.class', "'x'.metaClass",
        'this', 'this.class', 'super.toString()', 'this.metaClass', 'owner', 'delegate', 'thisObject', 'owner.delegate', 'directive',
        'resolveStrategy', 'getOwner()', 'getDelegate()', 'setDelegate(1)', 'getThisObject()', 'delegate.step("x") { }', 'Object', 'Class', 'String.valueOf(1)',
        "Integer.parseInt('1')", 'Integer.getInteger("x")', 'Boolean.getBoolean("x")', 'Duration.ofSeconds(1)', 'Instant.now()',
        'Math.abs(1)', 'groovy.json.JsonSlurper', 'new Object()', 'new String("x")', 'new ArrayList()', '[1] as ArrayList', "'x' as File",
        "(Object) 'x'", 'Closure c = { }', "'x'.&size", 'String.&valueOf', 'String::valueOf', "'x'.@value", 'use(String) { }', "'x'.with { it }",
        "'x'.tap { }", "'x'.identity { }", "'x'.dump()", "'x'.inspect()", "'x'.properties", "'x'.respondsTo('y')", "[1].asImmutable().class",
        '{ -> }.call()', 'def f = { -> f() }', 'def f = { it.execute() }', "def c = { x -> x.class }", 'def (a, b) = [1, 2]',
        // features of Groovy that are not part of the language
        'import java.util.List', 'class X { }', 'enum E { A }', 'interface I { }', 'trait T { }', 'record R(int a) { }', 'def m() { }', 'def m(x) { x }',
        'while (true) { }', 'for (;;) { }', 'for (int i = 0; i < 3; i++) { }', 'do { } while (true)', 'for (int i : [1, 2]) { i++ }',
        'try { } catch (e) { }', 'try { } finally { }', 'throw new Exception()', 'assert true', 'return', 'return 1', 'switch (1) { case 1: break }',
        'synchronized (this) { }', 'break', 'continue', 'label: for (x in [1]) { }', 'goto x', '@Deprecated def x = 1', '@groovy.transform.ASTTest(value = { 1 }) def x = 1',
        '@Grab("a:b:1") def x', 'def x = [1] as int[]', 'int[] x = [1]', 'String[] x = ["a"]', 'def x = new int[3]', 'x = 3', 'x += 3', 'def n = 1; n += 1', 'def n = 1; n++', 'def n = 1; ++n',
        '1 << 3', '1 >> 3', '1 & 3', '1 | 3', '1 ^ 3', '~1', '2 ** 3', "'a' * 1000000", "'a' - 'b'", '1 <=> 2', "'a' =~ 'b'", "'a' === 'b'", '1 instanceof Integer', '!in', '[1, 2]*.toString()',
        '[*[1, 2]]', '[*: [a: 1]]', "step(*['x', { }])", '1..1000000000', '1e999999999 + 1', '"${-> 1}"', '"x".("trim")()', "'x'.\"${'trim'}\"()", "'x'.'trim'()", 'def $x = 1', '$conditions', 'Json', 'dev.runbook.dsl.IterationCounter.next()',
        // words where they do not belong
        'expect { true }', 'shell "x"', 'budget 3.seconds', 'carryOn()', 'atLeast 3', 'notify()', 'notifyAll()', 'wait()', 'wait(10)', 'hashCode()', 'toString()', 'equals(1)', 'finalize()', 'clone()',
        "step('s') { shell 'same name' }", "[1, 2].each { }", "3.times { }", "1.upto(3) { }", "['x'].collect { step(it) { shell 'x' } }", "['x'].every { notify(it) { text 'x' } }",
        "['a'].inject { a, b -> a }", '[1].stream()', "'x'.chars()", "[a: 1].each { }", "'a'.eachLine { }", "'x'.padLeft(1000000000)", "'x'.multiply(1000000000)", "'x'.center(9)", "'x'.repeat(1000000000)", "'a'.format('x')", "String.format('x')", "[1, 2].combinations()", "[1].permutations()",
        "[1, 2].subsequences()", "def x = step('y') { shell 'x' }; x.reading", "def x = step('y') { shell 'x' }; x.task", "secret('X').name", "secret('X').name()", "secret('X').toString()", "params.values()", 'params.declared()', 'params.at("x")', 'params.show("x")', 'params["x"]',
        "run.reading", "service('x').url", "service('x').class"
    ]

    /** Reflection, changes and conversions that Groovy's own methods and operators offer on plain values. */
    static final List<String> ON_VALUES = [
        "['a'].getAt('class')", "def x = ['a'].getAt('class')", "['a']['class']", "['a'].class", "['a'].bytes", "['a'].size", '[[1]].first', "[a: 1].get('b', 2)",
        "def m = [a: 1]; m.get('b', [1])", '[1].sort()', '[1].sort { it }', '[1].sort(false)', '[1].unique()', '[1].unique { it }', '[1].add(2)', '[1].addAll([2])', '[1] << 2',
        '[1].leftShift(2)', "[a: 1].put('b', 2)", '[a: 1].putAll([b: 2])', '[a: 1] << [b: 2]', '[a: 1].withDefault { 1 }', '[1].collect([]) { it }', '[a: 1].collect([]) { it }',
        '[1].withDefault { 1 }', '[1].withEagerDefault { 1 }', '[1].withLazyDefault { 1 }', 'def l = [1]; l[0] = 2', 'def m = [a: 1]; m.b = 2', "def m = [a: 1]; m['b'] = 2",
        'def l = [1]; l += 2', "List<String> l = ['a']", "def l = ['a'] as List<Integer>", '[1] as Set', 'Map<String, String> m = [:]', "for (List<String> l in [['a']]) { }",
        'def c = { List<String> l -> l }', 'Closure c = { 1 }', 'Runnable r = { 1 }', 'Comparator c = { a, b -> 1 }', 'java.util.Comparator c = { a, b -> 1 }', "File f = ['/etc/passwd']",
        "java.io.File f = ['/etc/passwd']", 'dev.runbook.dsl.Percent p = [5]', 'dev.runbook.dsl.Json j = null', 'Class c = String', 'def c = Integer', 'Integer.MAX_VALUE',
        'def c = Duration.ZERO', '[3, 1].toSorted(null)', '[3, 1].max(String.CASE_INSENSITIVE_ORDER)', "'a'.getAt(0..1)", "'a'[0]", "'a'['bytes']", "1['class']", "'a'.collect { it }",
        "'abc'.find('a')", "'abc'.findAll(/a/)", "'abc'.replaceAll('a', 'b')", "'abc'.replaceAll('a') { 'b' }", "'abc'.replace([a: 'b'])", "'abc'.count('a')", "'abc'.toList()",
        "'abc'.toSet()", "'abc'.any()", '[1].any()', '[1].every()', '[1].find()', '[1].collect()', '[a: 1].sum { it.value }', '1.step(10, 1) { }', '(1..3).step(1) { }', "1.plus('a')",
        "'a'.multiply(3)", '[1].multiply(3)', '[1] * 3', "'a' * 3", "'a'.next()", "'a'..'z'", '1.0..2.0', "'a'.minus('a')", '1.power(3)', '2 ** 3', '1.leftShift(3)', '1.next()',
        '[1].get(0).toString().execute()', '[1].iterator()', '[1].stream()', '[1].listIterator()', '[1].subList(0, 1)', '[1].asImmutable()', '[1].toArray()', '[1].hashCode()',
        '[1].clone()', '[1].toString()', '[a: 1].entrySet().iterator()', '[a: 1].entrySet().first().setValue(3)', "[a: 1].keySet().remove('a')", '[a: 1].keySet().clear()',
        '[a: 1].values().clear()', 'for (e in [a: 1]) { e.value = 3 }', 'for (e in [a: 1]) { e.setValue(3) }', '{ -> 1 }.curry(1)', 'def f = { it }; f.curry(1)', 'def f = { it }; f.owner',
        'def f = { it }; f.delegate = 3', 'def f = { it }; f.rcurry(1)', 'def f = { it }; f >> f', 'def f = { it }; f.memoize()', 'def f = { it }; f.run()', 'def f = { it }; f.clone()',
        'def f = { it }; f.with { it }', 'def f = { it }; f.call([1] as Object[])', 'def f = { Object... a -> a }; f(1)', 'def f = { it }; "${f}"',
        'def f = { it }; step("x ${f}") { shell \'x\' }', 'with { it }', "'a'.with { it }", "'a'.tap { it }", "'a'.use(String) { it }", 'use(String) { 1 }', "'a'.asType(Integer)",
        "'a'.is('b')", "'a'.sprintf('b')", "'a'.formatted('b')", "'a'.hasProperty('class')", "'a'.metaPropertyValues", "'a'.iterator()", "'a'.intern()", "'a'.getBytes()",
        "'a'.toCharArray()", "'a'.toURI()", "'a'.chars()", "'a'.lines()", "'a'.stripIndent()", "'a'.translateEscapes()", "'a'.transform { it }", "'a'.describeConstable()",
        "'a'.resolveConstantDesc(null)", '5.minutes.units', '5.minutes.get(null)', '5.minutes.addTo(2.hours.ago)', "5.minutes.parse('x')", '2.hours.ago.atZone(null)',
        '2.hours.ago.with(null)', '2.hours.ago.get(null)', '2.hours.ago.query(null)', '2.hours.ago.until(1.hour.ago, null)', '1.class', '1.doubleValue()', '1.byteValue()', '1.toString(2)',
        '1.describeConstable()', '(1..3).each { }', '(1..3).getFrom()', '(1..3).from', '(1..3).class', '1<..3', "['a'].min { a, b -> a.execute() }", "['a'].inject('') { a, b -> a }",
        "['a'].groupBy { it }", "['a'].collectEntries { [it, 1] }", "['a'].collectMany { [it] }", "['a'].each { }", "['a'].eachWithIndex { a, i -> }", "['a'].findResult { it }",
        "['a'].grep(String)", "['a'].flatten()", "['a'].toSet()", "['a'].dropWhile { it }", "['a'].equals(['a'] as Object[])", '[1, 2].getAt([0, 1])', '[1, 2][[0, 1]]', '[1, 2][0..1]',
        'def s = "${\'a\'}"; s.class', 'params.reason.class', 'params.class', 'params.getClass()', 'params.metaClass', 'params.reason.bytes', 'run.class', 'run.metaClass',
        "setting('x').class", "setting('x').getClass()", "for (x in 'abc') { step(x) { shell 'x' } }", 'for (x in params) { }', 'for (x in 5) { }', 'for (x in null) { }',
        'for (dev.runbook.dsl.Json o in [1]) { step("$o") { shell \'x\' } }', 'def (a, b) = [1, 2]', 'def a = b = 1', "'a'.&size", 'String.&size', '[1]*.toString()', "['a']*.size()",
        "['a']*.class", "['a']?.class", "['a'].@size", "'a'.@value", '"${\'a\'.class}"', "if (['a'].class) { }", "param 'q', 'w', default: { 1 }",
        "param 'q', 'w', default: String, optional: true", "param 'q', 'w', oneOf: [{ 1 }, String]", "param 'q', 'w', type: List", "param 'q', 'w', type: java.io.File",
        'def l = [1]; l.metaClass.foo = { 1 }', 'Integer.metaClass.foo = { 1 }', 'String.metaClass = null', "this['metaClass']", 'owner.metaClass', "delegate['x']",
        "[].getClass().forName('x')", "''.toString().metaClass", '"x".&execute', '[:].with { execute() }', 'new Object() { }', '({ -> 1 } as Runnable).run()',
        'def x = [run: { 1 }] as Runnable', 'Number n = [1]', 'Integer n = [1]', 'String s = [1]', 'Duration d = [1, 2]', 'Duration d = [seconds: 3]', "Instant d = 'x'", "List l = 'abc'",
        "Map m = ['a']", 'Set s = [[1]]', 'List l = [a: 1]', "Object o = ['a']; o.class", "Object o = 'a'; o.bytes", "Object o = 'a'; o.execute()", "def x = [1, 'a', [b: 2]]; x[2].b",
        "def x = [1, 'a', [b: 2]]; x[2].class", '[1, [2]].sum()', "['a', 1].sum().class", "'a'.compareTo(1)", '[{ it }].toSorted()', '[null].first().class', 'null.class', 'null.foo()',
        'true.class', 'true.toString().class', 'true & false', 'true.and(false)', 'true.asBoolean()', "'a' <=> 'b'", "'a'.compareToIgnoreCase('b')", "'a' in String", '1 in Integer',
        "'a' in { true }", "'x' in 'xyz'", "'a' instanceof String", 'switch (1) { case String: 1 }'
    ]

    static final List<String> IN_STEP = [
        'shell("a" + "b")', 'def x = "a"; shell x', 'shell(["a"].first())', 'shell(true ? "a" : "b")', 'shell params.reason', "shell 'x'.trim()",
        'shell "echo \'${params.reason}\'"', 'shell "echo `date ${params.reason}`"', 'shell "echo \\$(( ${params.reason} ))"', 'shell "echo $\'${params.reason}\'"', 'shell "cat <<\'E\'\\n${params.reason}\\nE"',
        'shell "cat <<${params.reason}"', 'shell "echo \\\\${params.reason}"', "shell 'echo \${params.reason}'", "shell '''\n\${params.reason}\n'''",
        'if (earlier.stdout == "x") { }', 'if (earlier.ok) { }', 'if (earlier.stdout) { }', 'for (l in earlier.lines) { }', 'for (l in earlier.stdout.readLines()) { }', 'def x = earlier.stdout.contains("a")', 'String x = earlier.stdout',
        'String x = "${earlier.stdout}"', 'if ("${earlier.stdout}" == "y") { }', 'if ("${earlier.stdout}".contains("y")) { }', 'if (earlier.stdout in ["y"]) { }', 'if (["y"].contains(earlier.stdout)) { }', 'if ([y: 1].containsKey(earlier.stdout)) { }',
        'if ([y: 1][earlier.stdout]) { }', 'def x = earlier.stdout ?: "q"', 'def x = !earlier.stdout', 'def x = earlier.stdout == "y"', 'if ([earlier.stdout] == ["y"]) { }', 'def x = [a: earlier.stdout]; if (x.a == "y") { }', 'List x = [earlier.stdout]; if (x[0]) { }', 'verify("v ${earlier.stdout}") { shell "x" }',
        'if (earlier.json.id == 3) { }', 'def x = earlier.json.count + 1 > 3', 'def x = earlier.exitCode > 3', 'def x = earlier', 'earlier.stdout = "x"', 'earlier.stdout.size()', 'earlier.json.items.every { it.id > 3 }',
        'step("nested") { shell "x" }', 'phase("p") { }', 'param "x", "y"', 'rto 3.minutes', 'startClock()', 'lock "x"', 'runbook("x") { }', 'retry 3, wait: 5.seconds', 'retry times: 3', 'budget 3', "budget '3s'", 'budget 3.second(s)', 'shell file: 3', "shell 'x', env: 'y'",
        'secret("X") + "x" + earlier', 'shell "x", [user: "y"]', 'def o = [user: "y"]; shell o, "x"', 'expect true', 'expect { }', 'expect { x -> x }', 'onFailure { shell "x" }', 'onlyIf { }', 'alreadyDone { }', 'alreadyDone { shell "x"; shell "y" }', 'follow earlier.stdout'
    ]

    static final List<String> IN_TEXTS = [
        'sql "select \'${params.reason}\'", on: "x"', 'sql "select \\"${params.reason}\\"", on: "x"', 'sql "select t_${params.reason}", on: "x"', 'sql "select ${params.reason}x", on: "x"', 'sql "select [a${params.reason}]", on: "x"',
        'sql "select 1 -- ${params.reason}", on: "x"', 'sql "select /* ${params.reason} */ 1", on: "x"', 'sql "do \\$\\$ begin ${params.reason} end \\$\\$", on: "x"', 'sql "select 1" + params.reason, on: "x"', 'sql params.reason, on: "x"', 'sql "select 1", on: earlier.stdout',
        'http { get "${params.reason}" }', 'http { get params.reason }', 'http { get "${params.reason}://x" }', 'http { get "http://${params.reason}/" }', 'http { get "http://x.${params.reason}.com/" }', 'http { get "http://u:${params.reason}@x/" }', 'http { get "${service(\'a\')}${params.reason}" }', 'http { get "${service(\'a\')}.${params.reason}/" }',
        'http { get "http://x/${service(\'a\')}" }', 'http { get "ftp://x" }', 'http { get "file:///etc/passwd" }', 'http { get "x" }', 'http { get earlier.stdout }', 'http { bearer "plain text" }', 'http { bearer params.reason }', 'http { basic "u", "p" }',
        'ssh "echo \'${params.reason}\'", on: "web"', 'ssh "echo `x ${params.reason}`", on: "web"', 'ssh "uptime", on: earlier.stdout', 'shell "cat <<\\E\\n${params.reason}\\nE\\n"', 'shell "x [[ ${params.reason} ]]; [[ ${params.reason} == y ]]"', 'shell "(( ${params.reason} ))"', 'shell "x \\\\${params.reason}"', 'shell "echo \\$${params.reason}"', 'shell "x ${identifier(\'a\')}"', 'shell "x ${literal(\'a\')}"', 'shell "x ${json(a: secret(\'T\'))}"'
    ]

    static final List<String> IN_CONDITIONS = [
        'status == 200', 'rows.size() == 1', 'exitCode = 0', 'def x = 1', 'if (ok) { true }', 'for (l in lines) { l == "x" }', 'lines.each { it == "x" }', 'stdout', 'stdout.size()', 'exitCode + 1', 'lines', 'shell "x"', 'json.class == "x"',
        'json.metaClass == "x"', 'json.getClass() == null', 'stdout.execute()', '"id".execute().text == "x"', 'stdout.toURL() == null', 'new File("x").exists()', 'System.exit(0)', 'json.a = 3', 'json["class"].x.@y', 'Runtime.runtime != null', 'this == null', 'delegate == null', 'owner == null', '$conditions.check(true)',
        'ok.class == Boolean', 'lines.collect { it.execute() } == []', 'json.every { it.class }', 'json.plain() == 1', 'json.content == 1 && json.getProperty("x")', 'return true', 'assert ok', 'throw new Exception()', 'expect { true }', 'step("x") { }', 'text == "x"', 'secret("X").name() == "y"', 'ok ? print("x") : true'
    ]

    static final List<String> IN_VALUE_CONDITIONS = [
        "['a'].class == null", 'lines.class == null', 'lines.bytes == null', 'lines*.bytes == null', "lines.getAt('class') == null", "json.at('x') == null", 'json.plain() == null',
        'stdout.class == null', 'json.asBoolean()', 'json.metaClass == null', 'json.properties == null', 'headers.getClass() == null', '$conditions == null', 'ok.booleanValue()',
        'ok.class == null'
    ]

    static final List<String> FILES = [
        '', 'println 1', "import java.io.File\nrunbook('x') { step('s') { shell 'x' } }", "package a\nrunbook('x') { step('s') { shell 'x' } }",
        "import static java.lang.System.exit\nrunbook('x') { step('s') { shell 'x' } }", "import java.util.*\nrunbook('x') { step('s') { shell 'x' } }",
        "@Grab('a:b:1')\nrunbook('x') { step('s') { shell 'x' } }", "@Grab('a:b:1') import x.Y\nrunbook('x') { step('s') { shell 'x' } }", "@GrabResolver('http://x') import x.Y\nrunbook('x') { }",
        "runbook('x') { step('s') { shell 'x' } }\nrunbook('y') { step('t') { shell 'x' } }", "def x = 1\nrunbook('x') { step('s') { shell 'x' } }", "runbook('x') { step('s') { shell 'x' } }\nprintln 1",
        "class A { static { System.exit(1) } }\nrunbook('x') { step('s') { shell 'x' } }", "runbook('x') { step('s') { shell 'x' } }\nclass A { }", "def runbook(a, b) { }\nrunbook('x') { step('s') { shell 'x' } }", "#!/usr/bin/groovy\nSystem.exit(1)",
        "runbook('x')", 'runbook { }', "runbook('x', 'y') { }", "runbook('x') { step('s') { shell 'x' } }.toString()", "x = runbook('x') { step('s') { shell 'x' } }", "runbook(\"\${1}\") { step('s') { shell 'x' } }.class", "this.runbook('x') { step('s') { shell 'x' } }.class", "if (true) { System.exit(1) }", "@groovy.transform.ASTTest(value = { System.exit(1) }) class A { }", "@groovy.transform.AnnotationCollector([]) @interface X { }", "@interface X { }", "@Newify(File) runbook('x') { File('y') }", "@groovy.transform.CompileDynamic def x() { }", "while (true) { }\nrunbook('x') { }"
    ]
}
