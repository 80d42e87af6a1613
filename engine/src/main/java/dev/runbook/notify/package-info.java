/** Messages on their way out. Read {@link dev.runbook.notify.ChannelNotifier}. */
package dev.runbook.notify;
