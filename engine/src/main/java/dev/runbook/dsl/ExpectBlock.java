package dev.runbook.dsl;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * {@code expect { }}: conditions that must hold after the action, one per line. The results of the action are in scope.
 */
public final class ExpectBlock extends ValuesBlock {
    private final ActionOutputs left;

    ExpectBlock(EvaluationContext context, Map<String, Object> values) {
        super(context);
        this.left = new ActionOutputs(values);
    }

    /**
     * Whether the action succeeded by default rules: exit code 0, no SQL error, a status from 200 to 299.
     *
     * <pre>{@code
     * expect { ok || exitCode == 3 }
     * }</pre>
     */
    public boolean getOk() {
        return left.truth("ok");
    }

    /**
     * The exit code of a command.
     *
     * <pre>{@code
     * expect { exitCode == 0 }
     * }</pre>
     */
    public int getExitCode() {
        return (int) left.number("exitCode");
    }

    /**
     * Standard output of a command, without its last newline.
     *
     * <p>Output longer than the step keeps (4 MB, or the size set by {@code keep}) cannot be evaluated: the step fails
     * and reports its size.
     *
     * <pre>{@code
     * expect { stdout.contains('server started') }
     * }</pre>
     */
    public String getStdout() {
        return left.text("stdout");
    }

    /**
     * Standard error of a command, without its last newline.
     *
     * <pre>{@code
     * expect { stderr.isEmpty() }
     * }</pre>
     */
    public String getStderr() {
        return left.text("stderr");
    }

    /**
     * Standard output of a command as a list of lines. A blank line is an empty text in it; no output is an empty list.
     *
     * <pre>{@code
     * expect { lines.size() == 3 }
     * }</pre>
     */
    public List<String> getLines() {
        return left.get("lines") instanceof List<?> lines
                ? lines.stream().map(String::valueOf).toList()
                : List.of();
    }

    /**
     * The JSON document that a command printed or a server returned; a missing part is null.
     *
     * <p>A list in it has {@code items*.id}, {@code size()}, {@code contains(…)}, {@code every { }}, {@code any { }},
     * {@code find { }} and {@code findAll { }}; {@code sum()} of its numbers, {@code min()}, {@code max()} and
     * {@code sort()}, the last three also by a value of each element ({@code items.max { it.takenAt }}); a text has {@code size()}, {@code contains(…)}, {@code startsWith(…)},
     * {@code endsWith(…)} and {@code matches(…)}; numbers support comparison and arithmetic. Called on a missing part,
     * none of these can be evaluated, and the condition fails: {@code (json.alerts ?: []).size() == 0} treats a missing
     * list as an empty one.
     *
     * <pre>{@code
     * expect { json.status == 'healthy' && json.items[0].id == 5 }
     * }</pre>
     */
    public Json getJson() {
        return Json.of(left.get("json"), "json");
    }

    /**
     * The results of each host of a group.
     *
     * <pre>{@code
     * expect { hosts.every { it.exitCode == 0 } }
     * }</pre>
     */
    public Json getHosts() {
        return Json.of(left.get("hosts"), "hosts");
    }

    /**
     * The rows of the last result set. More rows than the step keeps (4 MB, or the size set by {@code keep}) cannot be
     * evaluated: the step fails and reports how many there were. {@code rowCount} and {@code row} are always available.
     *
     * <pre>{@code
     * expect { rows.size() == 2 && rows*.name == ['orders', 'stock'] }
     * }</pre>
     */
    public Json getRows() {
        return Json.of(left.get("rows"), "rows");
    }

    /**
     * The number of rows in the last result set.
     *
     * <pre>{@code
     * expect { rowCount < 10_000 }
     * }</pre>
     */
    public long getRowCount() {
        return left.number("rowCount");
    }

    /**
     * The first row of the last result set.
     *
     * <p>A time is an instant, in every database: a time without a time zone is in the {@code zone} of the database in
     * the environment file, or else in UTC. SQLite has times in columns declared as {@code timestamp} or
     * {@code datetime}; the result of an expression is a text there, which {@code time(…)} converts to an instant. A
     * date is a text.
     *
     * <pre>{@code
     * expect { row.missing == 0 && row.written_at > 15.minutes.ago }
     * }</pre>
     */
    public Json getRow() {
        return Json.of(left.get("row"), "row");
    }

    /**
     * The first value of the first row. For a Prometheus query, its number; over a range, the last number.
     *
     * <pre>{@code
     * expect { value > 1000 }
     * }</pre>
     */
    public Json getValue() {
        return Json.of(left.get("value"), "value");
    }

    /**
     * The lowest number of a Prometheus query over a time range. A gap in the range makes it NaN, for which no
     * condition holds.
     *
     * <pre>{@code
     * expect { lowest >= 3 }
     * }</pre>
     */
    public Json getLowest() {
        return Json.of(left.get("lowest"), "lowest");
    }

    /**
     * The highest number of a Prometheus query over a time range. A gap in the range makes it NaN, for which no
     * condition holds.
     *
     * <pre>{@code
     * expect { highest < 0.01 }
     * }</pre>
     */
    public Json getHighest() {
        return Json.of(left.get("highest"), "highest");
    }

    /**
     * The series that Prometheus returned, each with its {@code labels} and {@code value}; over a time range also with
     * {@code lowest}, {@code highest} and all its {@code values}.
     *
     * <pre>{@code
     * expect { series.size() == 3 && series.every { it.value < 0.9 } }
     * }</pre>
     */
    public Json getSeries() {
        return Json.of(left.get("series"), "series");
    }

    /**
     * The number of rows changed by the last {@code INSERT}, {@code UPDATE}, {@code DELETE} or {@code MERGE} of the
     * step. Later statements that change no rows, such as {@code SET}, {@code ANALYZE} and {@code SELECT}, do not
     * affect it.
     *
     * <pre>{@code
     * expect { updateCount == 1 }
     * }</pre>
     */
    public long getUpdateCount() {
        return left.number("updateCount");
    }

    /**
     * The number of rows that {@code copyRows} inserted into the target.
     *
     * <pre>{@code
     * expect { ok && inserted > 0 }
     * }</pre>
     */
    public long getInserted() {
        return left.number("inserted");
    }

    /**
     * The number of rows that {@code copyRows} updated in the target.
     *
     * <pre>{@code
     * expect { ok && updated <= 100 }
     * }</pre>
     */
    public long getUpdated() {
        return left.number("updated");
    }

    /**
     * The number of rows that {@code copyRows} deleted in the target, or marked as deleted.
     *
     * <pre>{@code
     * expect { ok && deleted == 0 }
     * }</pre>
     */
    public long getDeleted() {
        return left.number("deleted");
    }

    /**
     * The number of rows that {@code copyRows} found already up to date in the target.
     *
     * <pre>{@code
     * expect { ok && unchanged > 0 }
     * }</pre>
     */
    public long getUnchanged() {
        return left.number("unchanged");
    }

    /**
     * The number of newer target rows that {@code copyRows} left unchanged.
     *
     * <pre>{@code
     * expect { ok && skipped < 10 }
     * }</pre>
     */
    public long getSkipped() {
        return left.number("skipped");
    }

    /**
     * The comparison of both sides after {@code copyRows}: {@code same}, the checksums {@code source} and
     * {@code target}, {@code sourceRows} and {@code targetRows}, and the rows that are {@code missing},
     * {@code different} or {@code onlyThere} in the target.
     *
     * <pre>{@code
     * expect { checksum.missing == 0 && checksum.different == 0 }
     * }</pre>
     */
    public Json getChecksum() {
        return Json.of(left.get("checksum"), "checksum");
    }

    /**
     * The messages that the database server sent during execution, as a list of texts.
     *
     * <pre>{@code
     * expect { messages.contains('10 percent processed.') }
     * }</pre>
     */
    public Json getMessages() {
        return Json.of(left.get("messages"), "messages");
    }

    /**
     * The HTTP status of the response.
     *
     * <p>If there was no response, {@code status == 0} and {@code !ok} hold. Nothing else can be evaluated then: a
     * condition that reads {@code body}, {@code json}, {@code headers} or {@code elapsed}, or compares the status with
     * any other number, fails with "there is no answer". To accept a missing response, say so:
     * {@code status == 0 || status == 503}.
     *
     * <pre>{@code
     * expect { status == 200 }
     * }</pre>
     */
    public Json getStatus() {
        return left.status("status");
    }

    /**
     * The headers of the response, by lower-case name.
     *
     * <pre>{@code
     * expect { headers['content-type'] == 'application/json' }
     * }</pre>
     */
    public Json getHeaders() {
        return Json.of(left.get("headers"), "headers");
    }

    /**
     * The body of the response, as text. A body longer than the step keeps (4 MB, or the size set by {@code keep})
     * cannot be evaluated: the step fails and reports its size.
     *
     * <pre>{@code
     * expect { body.contains('UP') }
     * }</pre>
     */
    public String getBody() {
        return left.text("body");
    }

    /**
     * The time until the response was received.
     *
     * <pre>{@code
     * expect { elapsed < 2.seconds }
     * }</pre>
     */
    public Duration getElapsed() {
        return (Duration) left.get("elapsed");
    }
}
