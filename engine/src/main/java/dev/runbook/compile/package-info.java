/**
 * From the text of a runbook to class files, and from those to a plan. Start reading at {@link
 * dev.runbook.compile.RunbookReader}; the compiler's own main flow is {@link dev.runbook.compile.RunbookCompiler}.
 *
 * <p>Four allow-lists follow each other: {@code SyntaxRules} inside the parser, {@code TypeNames} while names are
 * resolved, {@code VocabularyChecker} on every resolved call, {@code ClassFileRules} on the finished class files. The
 * calls on plain values are one table, {@code allowed-calls.txt}. What is not allowed does not compile: reading a runbook
 * runs no code but that of {@code dev.runbook.dsl}. Somebody who may also run a runbook can run any command with it.
 */
package dev.runbook.compile;
