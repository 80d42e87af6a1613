/**
 * JSON text: {@link dev.runbook.json.JsonReader} parses a document into maps, lists and plain values,
 * {@link dev.runbook.json.JsonWriter} writes them.
 */
package dev.runbook.json;
