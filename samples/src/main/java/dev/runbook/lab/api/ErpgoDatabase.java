package dev.runbook.lab.api;

import java.sql.SQLException;

/** The data the API serves. Implementations are safe for several threads and answer or fail within seconds. */
public interface ErpgoDatabase {
    /** How many rows the table of a business area has: {@code orders}, {@code payments} or {@code stock}. */
    long count(String area) throws SQLException;

    /** Writes one order of one piece and takes it from stock; gives its number. */
    long placeOrder() throws SQLException;
}
