package dev.runbook.journal.event;

/**
 * A step or container took longer than its budget.
 *
 * @param blame what took the time: the own action, waits, earlier steps
 */
public record Overrun(String step, long budgetMs, long tookMs, String blame) implements Event {}
