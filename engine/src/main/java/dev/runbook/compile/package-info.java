/**
 * From the text of a runbook to class files, and from those to a plan. Start reading at {@link
 * dev.runbook.compile.RunbookReader}; the compiler's own main flow is {@link dev.runbook.compile.RunbookCompiler}.
 *
 * <p>Three allow-lists stand in a row: {@code SyntaxRules} inside the parser, {@code TypeNames} while names are
 * resolved, {@code VocabularyChecker} on every resolved call. What none of them approved does not compile. They keep a
 * runbook small, reviewable and free of accidents; they are no wall around somebody who may also run the runbook.
 */
package dev.runbook.compile;
