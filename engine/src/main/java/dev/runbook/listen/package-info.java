/** HTTP listeners of the engine itself: {@link dev.runbook.listen.HttpListener}. */
package dev.runbook.listen;
