/**
 * The checks of an environment before it is needed: secrets, targets, keys, paths, clocks, channels. Read {@link
 * dev.runbook.cli.doctor.Checkup}.
 */
package dev.runbook.cli.doctor;
