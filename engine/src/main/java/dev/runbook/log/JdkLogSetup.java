package dev.runbook.log;

import java.util.logging.ConsoleHandler;
import java.util.logging.Logger;

/**
 * Sets the JDK's own logging up, which the JDBC drivers and OkHttp use. Named by the launcher in {@code
 * java.util.logging.config.class}: the JDK makes one when something logs for the first time, and then reads no
 * configuration of its own, so that without a level asked for there is no handler and nothing is printed.
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
