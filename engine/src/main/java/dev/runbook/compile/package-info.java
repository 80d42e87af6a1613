/**
 * Compiles the text of a runbook to class files, and plans from those. Start reading at
 * {@link dev.runbook.compile.RunbookReader}; the compiler's own main flow is
 * {@link dev.runbook.compile.RunbookCompiler}.
 *
 * <p>{@code ForeignSyntax} first replaces what belongs to other languages, so that one such slip hides no other
 * mistake. Then four allow-lists apply in sequence: {@code SyntaxRules} inside the parser, {@code TypeNames} during
 * name resolution, {@code VocabularyChecker} on every resolved call, {@code ClassFileRules} on the finished class
 * files. The calls on plain values are one table, {@code allowed-calls.txt}. What is not allowed does not compile:
 * reading a runbook executes only code of {@code dev.runbook.dsl}. A person who may also run a runbook can run any
 * command with it. {@code ShellLint} and {@code ResultLint} warn about what is allowed but risky.
 *
 * <p>The steps are sub-packages: {@code syntax} checks the text and its tree, {@code rewrite} prepares the tree, {@code
 * rules} checks it with types; {@code source} and {@code vocabulary} serve all three.
 */
package dev.runbook.compile;
