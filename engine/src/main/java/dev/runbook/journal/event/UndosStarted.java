package dev.runbook.journal.event;

import java.util.List;

/**
 * Steps are about to be undone, by these undos, in this order.
 *
 * @param ofFailed which of the undos are of steps that failed
 */
public record UndosStarted(List<String> undos, List<String> ofFailed) implements Event {}
