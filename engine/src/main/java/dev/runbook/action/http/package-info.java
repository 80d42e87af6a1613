/**
 * Requests to services, and queries to Prometheus. Read {@link dev.runbook.action.http.HttpSpec}, then {@link dev.runbook.action.http.HttpAction}.
 */
package dev.runbook.action.http;
