package dev.runbook.lab

import spock.lang.Specification

import java.nio.file.Path

/** The marks of the plans' rows in the runbooks, from which a coverage page can be generated. */
class CoverageMarksSpec extends Specification {
    static final File FOLDER = Path.of(System.getProperty('runbook.repository'), 'runbooks').toFile()
    static final MARK = ~/(?:\/\/|#) covers ([A-Z]\d+(?:, [A-Z]\d+)*)$/

    def 'every comment that looks like a mark has the documented form'() {
        expect:
        lines().findAll { it =~ /(\/\/|#)\s*covers\b/ && !(it =~ MARK) } == []
    }

    def 'the rows of #plan that need no person are marked'() {
        given:
        def marked = lines().collectMany { line -> (line =~ MARK).collect { it[1].split(', ') as List }.flatten() } as Set

        expect:
        rows - marked == [] as Set

        where:
        plan          || rows
        'VisionForge' || ((1..19) + (27..38)).collect { "V$it".toString() } as Set
    }

    private static List<String> lines() {
        def lines = []
        FOLDER.eachFileRecurse { file ->
            if (file.name ==~ /.*\.(groovy|yaml)/) {
                lines.addAll(file.readLines())
            }
        }
        lines
    }
}
