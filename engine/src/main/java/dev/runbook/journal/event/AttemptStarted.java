package dev.runbook.journal.event;

/**
 * An attempt of a step starts.
 *
 * @param marker what every process of the attempt carries in its environment
 * @param probe whether the attempt only checks, for a resume, whether the step was already done
 */
public record AttemptStarted(String step, int number, String marker, String output, boolean probe) implements Event {}
