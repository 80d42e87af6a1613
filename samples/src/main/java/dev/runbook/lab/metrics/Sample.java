package dev.runbook.lab.metrics;

/** The value of a series at one time. */
record Sample(Series series, double value) {}
