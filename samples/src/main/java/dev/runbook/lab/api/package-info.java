/**
 * ERPGo's API in the lab: each pod of a deployment is one HTTP server that reads the lab's database. Start reading at
 * {@link dev.runbook.lab.api.ErpgoApi}.
 */
package dev.runbook.lab.api;
