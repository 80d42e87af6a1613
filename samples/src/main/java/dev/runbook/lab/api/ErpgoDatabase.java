package dev.runbook.lab.api;

import java.sql.SQLException;

/** The data that the API serves. Implementations are thread-safe and answer or fail within seconds. */
public interface ErpgoDatabase {
    /**
     * Returns the number of rows in the table of a business area: {@code orders}, {@code payments} or {@code stock}.
     */
    long count(String area) throws SQLException;

    /** Inserts one order of one piece and takes it from stock; returns its number. */
    long placeOrder() throws SQLException;
}
