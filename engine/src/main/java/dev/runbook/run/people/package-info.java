/**
 * Questions to people in a run: who may answer, which answer counts. Read {@link dev.runbook.run.people.Questions};
 * what answers decide is computed by {@link dev.runbook.model.QuestionView}.
 */
package dev.runbook.run.people;
