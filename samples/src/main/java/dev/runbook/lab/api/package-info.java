/**
 * ERPGo's API as it runs in the lab: each pod of a deployment is one HTTP server that answers from the lab's database.
 * Start reading at {@link dev.runbook.lab.api.ErpgoApi}.
 */
package dev.runbook.lab.api;
