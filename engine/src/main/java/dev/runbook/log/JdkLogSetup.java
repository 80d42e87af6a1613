package dev.runbook.log;

import java.util.logging.ConsoleHandler;
import java.util.logging.Logger;

/**
 * Configures JDK logging, which the JDBC drivers and OkHttp use. The launcher names this class in {@code
 * java.util.logging.config.class}: the JDK creates it on first use of logging and then reads no configuration file, so
 * without a level there is no handler and no output.
 */
public final class JdkLogSetup {
    public JdkLogSetup() {
        LogLevel level = LogLevel.asked();
        if (level != LogLevel.OFF) {
            var handler = new ConsoleHandler();
            handler.setLevel(level.ofJdk());
            Logger root = Logger.getLogger("");
            root.setLevel(level.ofJdk());
            root.addHandler(handler);
        }
    }
}
