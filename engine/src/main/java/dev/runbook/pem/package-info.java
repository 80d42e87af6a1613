/**
 * Certificates and private keys in PEM form. Read {@link dev.runbook.pem.PemFile} first, then {@link
 * dev.runbook.pem.PemKey}.
 */
package dev.runbook.pem;
