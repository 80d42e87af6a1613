/**
 * Checks the text and the syntax tree of a runbook: {@link dev.runbook.compile.syntax.SyntaxRules} allows the syntax
 * of the language, {@link dev.runbook.compile.syntax.ForeignSyntax} explains that of other languages.
 */
package dev.runbook.compile.syntax;
