/**
 * Files on the engine's machine. {@link dev.runbook.file.FileTrust} decides whether another user could have changed a
 * file, {@link dev.runbook.file.SourceFolder} whether a file belongs to the runbooks.
 */
package dev.runbook.file;
