/**
 * ERPGo's estate: its parts, and the faults that can be injected. Start reading at {@link
 * dev.runbook.lab.erpgo.ErpgoEstate}.
 */
package dev.runbook.lab.erpgo;
