/** The HTTP proxies that this machine's environment variables name. Read {@link dev.runbook.proxy.Proxies}. */
package dev.runbook.proxy;
