package dev.runbook.json

import spock.lang.Specification

/** JSON as programs print it, and the messages about invalid JSON. */
class JsonReaderSpec extends Specification {

    def 'a byte order mark before the document is dropped'() {
        expect:
        JsonReader.document("\ufeff{\"a\": [1, 2.5]}") == [a: [1, 2.5]]
        JsonReader.read("\ufeff [1]").get() == [1]
        JsonReader.document("\ufeff") == null
        JsonReader.document('') == null
    }

    def 'invalid JSON is reported in plain words: #text'() {
        when:
        JsonReader.document(text)

        then:
        def invalid = thrown(InvalidJsonException)
        invalid.message == message

        where:
        text                         || message
        '{"load": NaN}'              || "'NaN' is not a JSON value: JSON has no NaN and no Infinity, only null (line 1)"
        '[\n  Infinity\n]'           || "'Infinity' is not a JSON value: JSON has no NaN and no Infinity, only null (line 2)"
        '{"load": -Infinity}'        || "'-Infinity' is not a JSON value: JSON has no NaN and no Infinity, only null (line 1)"
        '{"a": nan}'                 || "'nan' is not a JSON value: JSON has no NaN and no Infinity, only null (line 1)"
        'ready'                      || "'ready' is not a JSON value (line 1)"
        '<html></html>'              || "unexpected '<' (line 1)"
        '{"a": 1'                    || 'it ends too early (line 1)'
        '{"a": 1} {"a": 2}'          || 'there is text after its end (line 1)'
        '{"a": 1e999999999}'         || 'it is nested too deeply, or a number or text in it is too long'
        '{"a": [-1.5E-1001]}'        || 'it is nested too deeply, or a number or text in it is too long'
        '[' * 5000                   || 'it is nested too deeply, or a number or text in it is too long'
    }

    def 'a text that is not a document is left to conditions: #text'() {
        expect:
        JsonReader.read(text).isEmpty()

        where:
        text << ['', 'done', '{"a": NaN}', '{"a": 1} x', '3']
    }
}
