package dev.runbook.compile

import spock.lang.Specification

/** The messages about mistakes in {@code copyRows}. */
class CopyRowsWordSpec extends Specification implements RunbookTexts {
    static final COPY = "copyRows 'orders', from: 'a', to: 'b', key: 'id', changed: 'updated_at'"

    def 'a mistake in its options is reported with its cure: #copy'() {
        expect:
        describe(messageOf(inRunbook("step('s') { $copy }"))) == message

        where:
        copy                                                         || message
        "copyRows 'orders', from: 'a', to: 'b', key: 'id'"           || "'copyRows' needs 'changed:' | write copyRows '…', from: '…', to: '…', key: …, changed: '…'"
        "$COPY, sinse: 3"                                            || "'copyRows' has no 'sinse:' | did you mean 'since'?"
        "$COPY, batch: 'x'"                                          || "'batch:' cannot take text | write batch: 3"
        "$COPY, batch: 0"                                            || "batch takes 1 to 10000 rows a transaction, not 0"
        "$COPY, ifNewer: 'ignore'"                                   || "ifNewer takes refuse, skip, overwrite, not 'ignore'"
        "$COPY, zone: 'Berlin'"                                      || "there is no time zone 'Berlin' | write zone: 'UTC' or zone: 'Europe/Berlin'"
        "$COPY, deleteAtMost: 5.percent"                             || "deleteAtMost: is about deleted rows, and there is no table of them | name the table that keeps their keys: tombstones: 'deleted_orders'"
        "$COPY, tombstones: 'd', deleteAtMost: 'all'"                || "deleteAtMost takes a number of rows or a share such as 5.percent, not all"
        "copyRows 'o', from: 'a', to: 'a', key: 'id', changed: 'u'"  || "the rows of 'o' would be copied onto themselves | give another to: or into:"
        "copyRows 'o', from: 'a', to: 'b', key: [], changed: 'u'"    || "the key has no column | write key: 'id', or key: ['tenant', 'id']"
        "copyRows 'o', from: 'a', to: 'b', key: 'u', changed: 'u'"   || "'u' cannot both be a part of the key and say when a row was changed"
        "copyRows '', from: 'a', to: 'b', key: 'id', changed: 'u'"   || "'' is not a valid table name | write 'orders' or 'sales.orders'"
        "copyRows 'a..b', from: 'a', to: 'b', key: 'id', changed: 'u'" || "'a..b' is not a valid table name | write 'orders' or 'sales.orders'"
        "$COPY, into: 'dbo.'"                                        || "'dbo.' is not a valid table name | write 'orders' or 'sales.orders'"
        "$COPY; expect { row.id == 1 }"                              || "the step runs copyRows, which provides no 'row' | it provides: ok, checksum, deleted, inserted, skipped, unchanged, updated"
    }

    def 'copyRows is allowed in a step, and not in a verify or probe'() {
        expect:
        messageOf(inRunbook("verify('v') { $COPY }")).contains("unknown word 'copyRows' in verify")
    }

    def 'its values are available to conditions and later steps'() {
        expect:
        messageOf(inRunbook("""
            def copy = step('Bring back orders') {
                $COPY
                expect { ok && inserted + updated < 1000; checksum.same; checksum.missing == 0; deleted == 0 && skipped == 0 && unchanged >= 0 }
                undo { shell "echo \${inserted} \${checksum.source}" }
            }
            step('Tell') { shell "echo \${copy.inserted} \${copy.checksum.targetRows}"; onlyIf { copy.updated > 0 } }""")) == ''
    }

    def 'a table may be known only at run time, in a loop of steps'() {
        expect:
        messageOf(inRunbook('''
            def tables = step('Tables') { shell 'cat tables' }
            forEach('Bring back', in: { tables.lines }) { table ->
                step("Bring back one") { copyRows "$table", from: 'a', to: 'b', key: 'id', changed: 'updated_at', since: tables.stdout }
            }''')) == ''
    }

    def 'the plan shows what it will do to the target'() {
        expect:
        check(inRunbook("step('s') { $COPY, since: 2.hours.ago, ifNewer: 'overwrite', tombstones: 'dead' }")).plan()
                .nodes()[0].with { it.work().act().action().shown() }.readLines() == [
            'copy rows of orders from a to b',
            "(changed since 2026-03-31T12:05:00Z by 'updated_at', identified by id, 1000 a transaction)",
            '(newer rows in b are OVERWRITTEN)',
            '(rows noted in dead are deleted in b, at most 10 percent)',
            '(its progress is kept in runbook_checkpoint of b, which is created if it is missing)']
    }

    /** Returns the message, with its cure if it has one. */
    private static String describe(String message) {
        def lines = message.readLines()*.strip()
        ([lines[0].replaceFirst(/^demo.groovy:\d+:(\d+:)? /, '')] + (lines.size() > 1 ? [lines.last()] : [])).join(' | ')
    }
}
