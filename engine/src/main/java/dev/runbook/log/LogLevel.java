package dev.runbook.log;

import java.util.Locale;

/** The level set with the system property {@code runbook.log}, by its name in both logging systems. */
enum LogLevel {
    OFF("OFF", "OFF"),
    WARN("WARNING", "WARN"),
    INFO("INFO", "INFO"),
    DEBUG("FINE", "DEBUG"),
    TRACE("ALL", "TRACE");

    private final String nameOfJdk;
    private final String nameOfLogback;

    LogLevel(String nameOfJdk, String nameOfLogback) {
        this.nameOfJdk = nameOfJdk;
        this.nameOfLogback = nameOfLogback;
    }

    /** Returns the level that was set; {@link #OFF} if it is missing or unknown. */
    static LogLevel asked() {
        String name = System.getProperty("runbook.log", "off").toUpperCase(Locale.ROOT);
        for (LogLevel level : values()) {
            if (level.name().equals(name)) {
                return level;
            }
        }
        return OFF;
    }

    java.util.logging.Level ofJdk() {
        return java.util.logging.Level.parse(nameOfJdk);
    }

    ch.qos.logback.classic.Level ofLogback() {
        return ch.qos.logback.classic.Level.valueOf(nameOfLogback);
    }
}
