package dev.runbook.compile;

import dev.runbook.EngineException;
import dev.runbook.dsl.RunbookScript;

/** Class loader that defines the classes of one compiled runbook, and nothing else. */
final class RunbookLoader extends ClassLoader {
    private final CompiledRunbook compiled;

    private RunbookLoader(CompiledRunbook compiled) {
        super(RunbookLoader.class.getClassLoader());
        this.compiled = compiled;
    }

    static RunbookScript load(CompiledRunbook compiled) {
        try {
            Class<?> script = new RunbookLoader(compiled).loadClass(CompiledRunbook.SCRIPT);
            GroovyBoot.await();
            return (RunbookScript) script.getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new EngineException("a compiled runbook cannot be loaded: " + e, e);
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes = compiled.classes().get(name);
        if (bytes == null) {
            throw new ClassNotFoundException(name);
        }
        return defineClass(name, bytes, 0, bytes.length);
    }
}
