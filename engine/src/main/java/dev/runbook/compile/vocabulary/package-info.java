/**
 * The words of the language: {@link dev.runbook.compile.vocabulary.Vocabulary} are its words, types and methods, {@code
 * allowed-calls.txt} the calls on plain values, {@link dev.runbook.compile.vocabulary.WordSuggestion} finds the word
 * that was meant.
 */
package dev.runbook.compile.vocabulary;
