/** Files of the machine the engine runs on. {@link dev.runbook.file.FileTrust} decides whether a file can be
 * somebody else's work, {@link dev.runbook.file.SourceFolder} whether it is one of the runbooks'. */
package dev.runbook.file;
