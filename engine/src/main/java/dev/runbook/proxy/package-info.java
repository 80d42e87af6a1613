/** HTTP proxies from this machine's environment variables. Read {@link dev.runbook.proxy.Proxies}. */
package dev.runbook.proxy;
