/**
 * {@code http}: one request to a server. {@link dev.runbook.action.http.HttpSpec} is the action, {@link
 * dev.runbook.action.http.HttpExchange} the request and its response, {@link dev.runbook.action.http.HttpOutcome} how
 * the response is judged.
 */
package dev.runbook.action.http;
