/** HTTP as every part of the lab speaks it: a server on one loopback port, requests and replies in JSON. */
package dev.runbook.lab.http;
