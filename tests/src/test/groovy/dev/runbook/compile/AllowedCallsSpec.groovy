package dev.runbook.compile

import dev.runbook.compile.source.InvalidRunbookException
import dev.runbook.compile.vocabulary.AllowedCall
import dev.runbook.compile.vocabulary.AllowedCalls
import dev.runbook.dsl.RunbookScript
import dev.runbook.dsl.Units
import groovy.transform.CompileStatic
import groovyjarjarasm.asm.Type
import java.lang.reflect.Method
import java.lang.reflect.Modifier
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import org.codehaus.groovy.control.CompilationUnit
import org.codehaus.groovy.control.CompilerConfiguration
import org.codehaus.groovy.control.Phases
import org.codehaus.groovy.control.customizers.ASTTransformationCustomizer
import org.codehaus.groovy.runtime.DefaultGroovyMethods
import org.codehaus.groovy.runtime.dgmimpl.NumberNumberDiv
import org.codehaus.groovy.runtime.dgmimpl.NumberNumberMinus
import org.codehaus.groovy.runtime.dgmimpl.NumberNumberMultiply
import org.codehaus.groovy.runtime.dgmimpl.NumberNumberPlus
import spock.lang.Specification

/** The table of calls: its lines are correct, and a new version of Groovy or the JDK adds nothing unnoticed. */
class AllowedCallsSpec extends Specification implements RunbookTexts {
    static final OVERLOADS = Path.of(System.getProperty('runbook.repository'), 'tests/src/test/resources/dev/runbook/compile/overloads.txt')

    /** The types of values in a runbook. */
    static final VALUES = [String, GString, Integer, Long, Double, BigDecimal, BigInteger, Boolean, ArrayList, LinkedHashSet,
        LinkedHashMap, Map.Entry, IntRange, Duration, Instant, Closure, String[]]

    /** The classes whose methods Groovy adds to types. */
    static final ADDED = DefaultGroovyMethods.DGM_LIKE_CLASSES.toList() + [NumberNumberPlus, NumberNumberMinus, NumberNumberMultiply, NumberNumberDiv, Units]

    def 'each overload of each allowed name is listed as allowed (+) or not (-)'() {
        given:
        def listed = Files.readAllLines(OVERLOADS).findAll { it && !it.startsWith('#') } as TreeSet
        def found = overloads()
        if (Boolean.getBoolean('runbook.overloads.write')) {
            listed.removeAll { line -> found.any { it.drop(2) == line.drop(2) } }
            listed.addAll(found)
            Files.write(OVERLOADS, ['# Every overload of each name in allowed-calls.txt, of the JDK and of Groovy: + allowed, - not.',
                '# Read the new lines of a new version before you accept them: -Drunbook.overloads.write=true'] + listed.toSorted { it.drop(2) })
        }

        expect:
        found - listed == [] as Set
        listed.findAll { it.startsWith('+') } - found == [] as Set
    }

    def 'each line of the table is an existing method: #call.receiver.simpleName #call.name #call.parameters'() {
        expect:
        call.computedBy().present
            ? methods(computing(call), call.name())
                .any { Modifier.isStatic(it.modifiers) && Modifier.isPublic(it.modifiers) && types(it) == call.staticTypes().takeBefore(')') + ')' }
            : call.name() == '<init>' || methods(call.receiver(), call.name()).any { types(it) == "($call.parameters)" }

        where:
        call << AllowedCalls.all().toList()
    }

    def 'the result has the type in the table: #call.receiver.simpleName #call.name #call.parameters'() {
        given:
        def method = methods(computing(call), call.name()).find { types(it) == call.staticTypes().takeBefore(')') + ')' }

        expect:
        call.result().isAssignableFrom(method.returnType)

        where:
        call << AllowedCalls.all().filter { it.computedBy().present }.toList()
    }

    def 'a call is resolved on its own type, not on a supertype: #call.receiver.simpleName #call.name #call.parameters'() {
        expect:
        AllowedCalls.inClassFile(Type.getInternalName(call.receiver()), call.name(), "($call.parameters)${Type.getDescriptor(call.result())}", call.isHelper()).get() == call

        where:
        call << AllowedCalls.all().filter { !it.receiver().array }.toList()
    }

    def 'the classes of a runbook that calls abs() of #number can be loaded'() {
        when:
        def read = check(inRunbook("def number = $number\ndef size = number.abs()\nstep(\"step \$size\") { shell 'true' }"))

        then:
        read.plan().everyNode().any { it.name() == "step $size" }

        where:
        number                | size
        -5                    | '5'
        -5000000000           | '5000000000'
        '-5L'                 | '5'
        '-5d'                 | '5.0'
        -5.25                 | '5.25'
        '-9223372036854775809'| '9223372036854775809'
    }

    def 'the class file of an unchecked script is rejected: #script'() {
        when:
        ClassFileRules.apply(compiled(script), 'x.groovy')

        then:
        def refused = thrown(InvalidRunbookException)
        refused.message.startsWith('x.groovy')
        refused.message.contains('a runbook cannot ')

        where:
        script << [
            'System.exit(1)', 'System.getenv("HOME")', '"id".execute()', '["a"].getAt("class")', 'Object o = ["a"]; o["class"]', 'new File("x")', 'Class.forName("x")',
            'Object o = 1; o.invokeMethod("x", null)', '[1].sort()', '[a: 1].get("b", 2)', '[1].collect([]) { it }', 'Runnable r = { 1 }; r.run()', '[1] as Set', 'def x = [1] as LinkedList',
            'Closure c = { 1 }; c.delegate = 1', '"a".bytes', '1.class', 'Thread.start { }', 'int[] x = new int[3]', 'new Object[3][3]', 'throw new Exception()', 'def x = String.&valueOf',
            '"a" * 3', '2 ** 3', '[1]*.toString()', '[1] << 2', 'def x = [1]; x[0] = 2', 'def m = [:]; m.a = 1', 'println 1', 'this.metaClass', 'binding', 'evaluate("1")',
            'Integer.getInteger("x")', 'Math.abs(1)', "'a'..'z'", '1..1000000000', 'java.time.Instant.now()', 'Object o = [1]; for (x in o.properties) { }', 'class X { static { System.exit(1) } }; 1']
    }

    private static Map<String, byte[]> compiled(String script) {
        def configuration = new CompilerConfiguration(scriptBaseClass: RunbookScript.name, targetBytecode: '17')
        configuration.optimizationOptions.indy = false
        configuration.addCompilationCustomizers(new ASTTransformationCustomizer(CompileStatic))
        def unit = new CompilationUnit(configuration)
        unit.addSource('Runbook.groovy', script)
        unit.compile(Phases.CLASS_GENERATION)
        unit.classes.collectEntries { [it.name, it.bytes] }
    }

    private static Set<String> overloads() {
        def names = AllowedCalls.all().filter { !it.byCompilerOnly() }.map { it.name() }.toList() as Set
        def lines = new TreeSet<String>()
        VALUES.each { type ->
            type.methods.findAll { it.name in names && !it.bridge && !it.synthetic }.each { method ->
                def allowed = !Modifier.isStatic(method.modifiers) && AllowedCalls.allows(type, method.name, types(method)[1..<-1])
                lines << line(allowed, method.declaringClass, method, method.parameterTypes.toList())
            }
            ADDED.collectMany { it.methods.toList() }.findAll {
                Modifier.isStatic(it.modifiers) && it.name in names && it.parameterCount && it.parameterTypes[0].isAssignableFrom(type)
            }.each { method ->
                def self = method.parameterTypes[0]
                def allowed = AllowedCalls.allows(self, method.name, method.parameterTypes.drop(1).collect { Type.getDescriptor(it) }.join(''))
                lines << line(allowed, self, method, method.parameterTypes.toList().drop(1))
            }
        }
        lines
    }

    private static String line(boolean allowed, Class<?> owner, Method method, List<Class<?>> parameters) {
        "${allowed ? '+' : '-'} ${owner.simpleName}.${method.name}(${parameters*.simpleName.join(', ')})"
    }

    private static Class<?> computing(AllowedCall call) {
        Class.forName(call.computedBy().get().replace('/', '.'))
    }

    private static List<Method> methods(Class<?> type, String name) {
        (type.methods + type.declaredMethods).findAll { it.name == name }.toList()
    }

    private static String types(Method method) {
        Type.getMethodDescriptor(method).takeBefore(')') + ')'
    }
}
