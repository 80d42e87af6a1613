package dev.runbook.run.message;

import java.util.Optional;

/**
 * The text of a message, masked.
 *
 * @param html the same for receivers that show HTML; empty if the author gives none
 */
public record NoticeText(String text, Optional<String> html) {}
