/**
 * VisionForge's programs in the lab, which has no Node.js: {@link dev.runbook.lab.visionforge.node.Node} runs the
 * plan's {@code node src/migration/backup.js} and the application's server. {@link
 * dev.runbook.lab.visionforge.node.Dump} is the format of backups.
 */
package dev.runbook.lab.visionforge.node;
