/** Outgoing messages. Read {@link dev.runbook.notify.ChannelNotifier}. */
package dev.runbook.notify;
