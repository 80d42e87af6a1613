/** The generator of the reference pages. */
package dev.runbook.docs;
