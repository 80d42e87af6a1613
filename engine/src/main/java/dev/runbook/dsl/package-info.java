/**
 * What an author may write. Each block of the language is one class here, a Groovy delegate, and each word is one
 * public method of it; {@link dev.runbook.dsl.RunbookScript} holds the only word of a file, {@link
 * dev.runbook.dsl.RunbookBlock} those inside it. The reference pages are made from their documentation.
 *
 * <p>The same classes evaluate a runbook: once for its plan with unknown values, and block by block again in a run.
 * {@link dev.runbook.dsl.PlanBuilder} is the way in for the engine.
 */
package dev.runbook.dsl;
