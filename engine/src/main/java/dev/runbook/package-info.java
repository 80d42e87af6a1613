/**
 * Runbook: a runbook is compiled to a plan, the plan is executed, the run writes a journal, and the journal is rendered
 * as a transcript. Triggers are compiled as runbooks are; a watch evaluates them and starts runs.
 *
 * <p>The packages are layers; each imports only packages before it:
 *
 * <ol>
 *   <li>what all use: {@code log}, {@code time}, {@code terminal}, {@code text}, {@code file}, {@code json}, {@code value},
 *       {@code proxy}, {@code pem};
 *   <li>targets and actions: {@code environment}, {@code tls}, {@code action};
 *   <li>what files declare: {@code plan}, {@code trigger}, {@code dsl}, {@code compile};
 *   <li>records and what they mean: {@code journal}, {@code model};
 *   <li>a run: {@code notify}, {@code outline}, {@code forecast}, {@code run}; and {@code watch}, which starts runs;
 *   <li>what people and programs read: {@code metrics}, {@code transcript}, {@code report}, {@code cli}.
 * </ol>
 *
 * <p>Read {@link dev.runbook.plan.Plan} and {@link dev.runbook.journal.event.Event} first: all other code produces or
 * reads one of the two.
 */
package dev.runbook;
