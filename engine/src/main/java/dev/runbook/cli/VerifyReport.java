package dev.runbook.cli;

import java.util.List;

/**
 * The result of {@code runbook verify} for programs.
 *
 * @param finding what is wrong, or what was checked
 * @param notCovered what the check cannot show
 */
public record VerifyReport(String run, boolean whole, String finding, List<String> notCovered) {}
