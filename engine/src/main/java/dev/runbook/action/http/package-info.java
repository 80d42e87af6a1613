/**
 * HTTP requests to services, and Prometheus queries. Read {@link dev.runbook.action.http.HttpSpec}, then {@link
 * dev.runbook.action.http.HttpAction}.
 */
package dev.runbook.action.http;
