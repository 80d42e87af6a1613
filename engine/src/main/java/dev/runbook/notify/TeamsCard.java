package dev.runbook.notify;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A message as an adaptive card of Microsoft Teams. The text is placed in text runs, in which Teams reads neither
 * Markdown nor mentions, so a value cannot create a link or address people.
 */
final class TeamsCard {
    /** Teams accepts 28 KB; a character takes up to six bytes in JSON. */
    static final int LONGEST = 4_000;

    private TeamsCard() {}

    static Map<String, Object> of(Notice notice) {
        Map<String, Object> card = new LinkedHashMap<>();
        card.put("type", "AdaptiveCard");
        card.put("$schema", "http://adaptivecards.io/schemas/adaptive-card.json");
        card.put("version", "1.4");
        card.put("msteams", Map.of("width", "Full"));
        card.put("body", blocks(MessageText.cut(notice.text(), LONGEST)));
        Map<String, Object> attachment = new LinkedHashMap<>();
        attachment.put("contentType", "application/vnd.microsoft.card.adaptive");
        attachment.put("content", card);
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("type", "message");
        message.put("attachments", List.of(attachment));
        return message;
    }

    private static List<Object> blocks(String text) {
        List<Object> blocks = new ArrayList<>();
        boolean gap = false;
        for (String line : text.lines().toList()) {
            if (line.isBlank()) {
                gap = true;
                continue;
            }
            Map<String, Object> run = new LinkedHashMap<>();
            run.put("type", "TextRun");
            run.put("text", line);
            if (blocks.isEmpty()) {
                run.put("weight", "Bolder");
            }
            Map<String, Object> block = new LinkedHashMap<>();
            block.put("type", "RichTextBlock");
            block.put("spacing", gap ? "Medium" : "None");
            block.put("inlines", List.of(run));
            blocks.add(block);
            gap = false;
        }
        return blocks;
    }
}
