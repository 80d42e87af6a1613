/**
 * The runbook language. Each block of the language is one class here, a Groovy delegate, and each word is a public
 * method of it; {@link dev.runbook.dsl.RunbookScript} holds the only word at the top level of a file,
 * {@link dev.runbook.dsl.RunbookBlock} the words inside it. The reference pages are generated from the Javadoc of these
 * classes.
 *
 * <p>The same classes evaluate a runbook: once for its plan with unknown values, and block by block again in a run. The
 * engine's entry point is {@link dev.runbook.dsl.PlanBuilder}.
 */
package dev.runbook.dsl;
