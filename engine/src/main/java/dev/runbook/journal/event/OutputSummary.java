package dev.runbook.journal.event;

import java.util.List;

/**
 * The output of an attempt.
 *
 * @param bytes its size; {@code droppedBytes} of them are not in the output file
 * @param lastLines the end of the output, for the reader of a failure
 * @param hash SHA-256 of the output file and its index, in hex; empty in an older journal
 */
public record OutputSummary(long bytes, long droppedBytes, List<String> lastLines, String hash) {}
