/**
 * SmartStore's estate: a shop on its legacy and its new platform, each with a database, a traffic switch, a
 * synchronization service, and the faults that its rollback plan fears. Start reading at {@link
 * dev.runbook.lab.smartstore.RunningSmartStore}.
 */
package dev.runbook.lab.smartstore;
