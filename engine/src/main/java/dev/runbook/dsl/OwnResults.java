package dev.runbook.dsl;

/** What the step itself left, by name, in its {@code undo} and its {@code onFailure}. */
public interface OwnResults {
    /** The step's own handle. */
    @NotAWord
    Handle ownHandle();

    /** Whether the step's action ended well. */
    default Json getOk() {
        return ownHandle().getOk();
    }

    /** The exit code of its command. */
    default Json getExitCode() {
        return ownHandle().getExitCode();
    }

    /** What its command printed, without its last newline. */
    default Text getStdout() {
        return ownHandle().getStdout();
    }

    /** What its command printed as errors. */
    default Text getStderr() {
        return ownHandle().getStderr();
    }

    /** What its command printed, line by line. */
    default Json getLines() {
        return ownHandle().getLines();
    }

    /** The document its command printed or a server answered. */
    default Json getJson() {
        return ownHandle().getJson();
    }

    /** The rows of its last result set. */
    default Json getRows() {
        return ownHandle().getRows();
    }

    /** How many rows its last result set had. */
    default Json getRowCount() {
        return ownHandle().getRowCount();
    }

    /** The first row of its last result set. */
    default Json getRow() {
        return ownHandle().getRow();
    }

    /** The first value of that row. */
    default Json getValue() {
        return ownHandle().getValue();
    }

    /** How many rows it changed. */
    default Json getUpdateCount() {
        return ownHandle().getUpdateCount();
    }

    /** How many rows its {@code copyRows} added. */
    default Json getInserted() {
        return ownHandle().getInserted();
    }

    /** How many rows its {@code copyRows} changed. */
    default Json getUpdated() {
        return ownHandle().getUpdated();
    }

    /** How many rows its {@code copyRows} deleted, or marked as deleted. */
    default Json getDeleted() {
        return ownHandle().getDeleted();
    }

    /** Both sides after its {@code copyRows}. */
    default Json getChecksum() {
        return ownHandle().getChecksum();
    }

    /** The status of its HTTP answer. */
    default Json getStatus() {
        return ownHandle().getStatus();
    }

    /** The body of its HTTP answer, as text. */
    default Text getBody() {
        return ownHandle().getBody();
    }
}
