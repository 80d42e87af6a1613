package dev.runbook.docs

import dev.runbook.cli.AbortReport
import dev.runbook.cli.CheckReport
import dev.runbook.cli.SuiteReport
import dev.runbook.cli.VerifyReport
import dev.runbook.cli.planview.PlanReport
import dev.runbook.journal.event.Event
import dev.runbook.report.PastRun
import dev.runbook.transcript.RunDocument
import dev.runbook.transcript.RunReport
import dev.runbook.value.EnumWord
import groovy.json.JsonOutput
import java.lang.reflect.ParameterizedType
import java.lang.reflect.Type
import java.time.Instant

/** Generates the JSON Schema of the output for programs from the records that are written. */
class RunSchema {
    private final Map<String, Object> definitions = new TreeMap<>()

    static String text() {
        def schema = new RunSchema()
        schema.definitions.runReport = schema.object(RunReport)
        schema.definitions.runDocument = [allOf: [[$ref: '#/$defs/runReport'], schema.object(RunDocument)]]
        schema.definitions.history = [type: 'array', items: schema.object(PastRun)]
        schema.definitions.abortReport = schema.object(AbortReport)
        schema.definitions.verifyReport = schema.object(VerifyReport)
        schema.definitions.drillsReport = schema.object(SuiteReport)
        schema.definitions.checkReport = [type: 'array', items: schema.object(CheckReport)]
        schema.definitions.planReport = schema.object(PlanReport)
        schema.definitions.journalRecord = [oneOf: Event.permittedSubclasses.sort { it.simpleName }.collect { schema.record(it) }]
        JsonOutput.prettyPrint(JsonOutput.toJson([
            $schema    : 'https://json-schema.org/draft/2020-12/schema',
            title      : 'Runbook: a run for programs',
            description: 'runReport: run, drill, resume and attach with --json. drillsReport: drill of a folder with --json. runDocument: show --format json. history, abortReport, verifyReport, ' +
                'checkReport, planReport: history, abort, verify, check and plan with --json. journalRecord: the JSON of each line of a journal of format 2. Times are milliseconds; ' +
                'what is unknown is null.',
            $defs      : schema.definitions])) + '\n'
    }

    private Map record(Class<?> kind) {
        def parts = object(kind)
        [type: 'object', properties: [n: [type: 'integer'], at: [type: 'string'], ns: [type: 'integer'], type: [const: kind.simpleName]] + parts.get('properties'),
         required: ['n', 'at', 'ns', 'type'] + parts.required]
    }

    private Map object(Class<?> type) {
        [type: 'object', properties: type.recordComponents.collectEntries { [it.name, of(it.genericType)] }, required: type.recordComponents*.name]
    }

    private Map of(Type type) {
        if (type instanceof ParameterizedType) {
            def inner = of(type.actualTypeArguments.last())
            return type.rawType == List ? [type: 'array', items: inner] :
                type.rawType == Map ? [type: 'object', additionalProperties: inner] : [anyOf: [inner, [type: 'null']]]
        }
        switch (type) {
            case long: case int: return [type: ['integer', 'null']]
            case boolean: return [type: 'boolean']
            case String: return [type: ['string', 'null']]
            case Instant: return [type: 'string', format: 'date-time']
        }
        if (type == Object) {
            return [:]
        }
        def name = type.name.tokenize('.').last().replace('$', '')
        if (!definitions.containsKey(name)) {
            definitions[name] = [:] // it may contain itself
            definitions[name] = type.enum ? [enum: type.enumConstants.collect { EnumWord.of(it) }] : object(type)
        }
        [$ref: "#/\$defs/$name".toString()]
    }
}
