package dev.runbook.compile.syntax;

import groovyjarjarantlr4.v4.runtime.Parser;
import groovyjarjarantlr4.v4.runtime.atn.ParserATNSimulator;
import java.lang.reflect.Field;
import org.apache.groovy.parser.antlr4.AstBuilder;

/**
 * Makes Groovy's parser cache the predictions for which it needs the full context. Every call with an option and
 * without parentheses ({@code sql 'select 1', on: 'erp'}) needs such predictions. ANTLR can cache them, but Groovy
 * leaves the option off and computes them again for each file: a runbook of 150 lines then takes 600 ms instead of 8.
 */
public final class PredictionCache {
    private static final Field PARSER = parserField();

    private PredictionCache() {}

    /**
     * Enables the cache, which all parsers of the JVM share. A version of Groovy that keeps its parser elsewhere parses
     * without it.
     */
    public static void enable(AstBuilder builder) {
        if (PARSER == null) {
            return;
        }
        try {
            ParserATNSimulator simulator = ((Parser) PARSER.get(builder)).getInterpreter();
            simulator.enable_global_context_dfa = true;
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("the field was made accessible", e);
        }
    }

    private static Field parserField() {
        try {
            Field field = AstBuilder.class.getDeclaredField("parser");
            field.setAccessible(true);
            return Parser.class.isAssignableFrom(field.getType()) ? field : null;
        } catch (NoSuchFieldException e) {
            return null;
        }
    }
}
