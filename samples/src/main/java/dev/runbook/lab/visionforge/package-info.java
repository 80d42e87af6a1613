/**
 * VisionForge's estate: an application in a git checkout on one host, its database with backups, and what can be
 * broken. Start reading at {@link dev.runbook.lab.visionforge.VisionForgeEstate}.
 */
package dev.runbook.lab.visionforge;
