/**
 * Says how long a run takes and when its RTO clock is expected to stop, from earlier runs and budgets. Read {@link
 * dev.runbook.forecast.RunForecast} for a run that has not begun, {@link dev.runbook.forecast.FinishForecaster} for one
 * that is in progress.
 */
package dev.runbook.forecast;
