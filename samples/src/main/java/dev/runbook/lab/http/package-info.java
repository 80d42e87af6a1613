/** HTTP for all parts of the lab: a server on one loopback port, requests and responses in JSON. */
package dev.runbook.lab.http;
