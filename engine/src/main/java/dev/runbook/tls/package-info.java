/**
 * TLS to the services of an environment: trusted authorities and client certificates. Read {@link
 * dev.runbook.tls.ServiceTls} first.
 */
package dev.runbook.tls;
