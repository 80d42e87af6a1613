package dev.runbook.run;

import dev.runbook.action.Output;
import java.util.List;

interface AttemptOutput extends Output, AutoCloseable {
    String file();
    long bytes();
    long droppedBytes();
    List<String> lastLines();
    @Override void close();
}
