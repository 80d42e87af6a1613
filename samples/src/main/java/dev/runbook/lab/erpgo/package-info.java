/** ERPGo's estate: what it is made of, and what can be broken in it. Start reading at {@link dev.runbook.lab.erpgo.ErpgoLab}. */
package dev.runbook.lab.erpgo;
