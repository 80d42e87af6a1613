package dev.runbook.lab.powershell;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the engine sends to PowerShell on a Windows host: parts in base64, each with a letter for its kind.
 *
 * @param mark what is printed before the script runs, up to the number of the process
 * @param folder where the script runs, if the engine names one
 * @param environment variables of the script
 * @param values the script's variables {@code RB_1}, {@code RB_2}, …
 */
record EngineInput(
        String mark, Optional<String> folder, Map<String, String> environment, String script, List<Object> values) {
    static EngineInput of(String input) {
        StringBuilder mark = new StringBuilder();
        String folder = null;
        String script = null;
        Map<String, String> environment = new LinkedHashMap<>();
        List<Object> values = new ArrayList<>();
        for (String token : input.strip().split("\\.")) {
            String text = new String(Base64.getDecoder().decode(token.substring(1)), StandardCharsets.UTF_8);
            switch (token.charAt(0)) {
                case 'h' -> {} // the bootstrap, which this class replaces
                case 'p', 'q' -> mark.append(text);
                case 'd' -> folder = text;
                case 'e' ->
                    environment.put(text.substring(0, text.indexOf('=')), text.substring(text.indexOf('=') + 1));
                case 'n' -> values.add(new BigDecimal(text));
                case 'b' -> values.add(text.equals("true"));
                default -> {
                    if (script == null) {
                        script = text;
                    } else {
                        values.add(text);
                    }
                }
            }
        }
        return new EngineInput(mark.toString(), Optional.ofNullable(folder), environment, script, values);
    }
}
