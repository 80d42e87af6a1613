/**
 * Prepares the parsed code of a runbook for the compiler, before types are known: {@link
 * dev.runbook.compile.rewrite.ConditionBlocks} splits conditions into their parts, {@link
 * dev.runbook.compile.rewrite.VisibleHandles} declares the handles that a block may read. {@code RunbookParser} names
 * the order.
 */
package dev.runbook.compile.rewrite;
