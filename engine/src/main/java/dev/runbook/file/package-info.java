/** Files of the machine the engine runs on. Begin with {@link dev.runbook.file.FileTrust}. */
package dev.runbook.file;
