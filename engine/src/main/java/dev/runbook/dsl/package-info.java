/**
 * The runbook language. Each block of the language is one class here, a Groovy delegate, and each word is a public
 * method of it; {@link dev.runbook.dsl.RunbookScript} holds the words at the top level of a file,
 * {@link dev.runbook.dsl.RunbookBlock} the words inside a runbook. The reference pages are generated from the Javadoc of
 * these classes.
 *
 * <p>The same classes evaluate a file: once for its plan with unknown values, and block by block again in a run. The
 * engine's entry points are {@link dev.runbook.dsl.PlanBuilder}, {@link dev.runbook.dsl.StakeholdersBuilder} and
 * {@link dev.runbook.dsl.TriggersBuilder}; what an evaluation may read is its {@code EvaluationContext}.
 *
 * <p>The classes are of three kinds:
 *
 * <ul>
 *   <li>blocks ({@code …Block}, {@code …Actions}, {@code TriggerEffects}): what an author may write where;
 *   <li>values ({@link dev.runbook.dsl.Handle}, {@link dev.runbook.dsl.Json}, {@link dev.runbook.dsl.Text},
 *       {@link dev.runbook.dsl.Setting}, {@link dev.runbook.dsl.RunInstant}) and the methods of plain values
 *       ({@code ListMethods}, {@code TextMethods}, …): what an author may read and compute;
 *   <li>the evaluation ({@code EvaluationContext}, {@code ConditionRecorder}, {@code ValueVisibility}, {@code
 *       WorkMeter}): nothing of it is public, so that no author reaches it.
 * </ul>
 *
 * <p>They are one package on purpose: every public method of a block or value is a word of the language, so whatever
 * they need of each other, such as the constructor of a {@code Json}, must stay package-private.
 */
package dev.runbook.dsl;
