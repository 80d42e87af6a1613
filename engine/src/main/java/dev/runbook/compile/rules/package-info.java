/**
 * Checks the calls and values of a runbook once types are known. {@link
 * dev.runbook.compile.rules.VocabularyChecker} is the extension of Groovy's type checker; each other class here is one
 * rule that it applies.
 */
package dev.runbook.compile.rules;
