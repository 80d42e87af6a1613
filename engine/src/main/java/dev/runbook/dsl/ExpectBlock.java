package dev.runbook.dsl;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** {@code expect { }}: what must hold after the action, a condition a line. In scope is what its action leaves. */
public final class ExpectBlock extends ValuesBlock {
    private final ActionOutputs left;

    ExpectBlock(EvaluationContext reading, Map<String, Object> values) {
        super(reading);
        this.left = new ActionOutputs(values);
    }

    /**
     * Whether the action came to a good end by itself: exit code 0, no SQL error, a status from 200 to 299.
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
     * What a command printed, without its last newline.
     *
     * <p>Of output that is longer than the step keeps (4 MB, or what {@code keep} says) nothing can be judged: the step
     * fails and says how much there was.
     *
     * <pre>{@code
     * expect { stdout.contains('server started') }
     * }</pre>
     */
    public String getStdout() {
        return left.text("stdout");
    }

    /**
     * What a command printed as errors, without its last newline.
     *
     * <pre>{@code
     * expect { stderr.isEmpty() }
     * }</pre>
     */
    public String getStderr() {
        return left.text("stderr");
    }

    /**
     * What a command printed, line by line.
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
     * The JSON document a command printed or a server answered; a missing part is null.
     *
     * <p>A list in it has {@code items*.id}, {@code size()}, {@code contains(…)}, {@code every { }}, {@code any { }}, {@code
     * find { }} and {@code findAll { }}, a text {@code size()}, {@code contains(…)}, {@code startsWith(…)}, {@code
     * endsWith(…)} and {@code matches(…)}; numbers are compared and computed with as usual. Asked of a part that is missing,
     * these cannot be judged, and the condition fails: {@code (json.alerts ?: []).size() == 0} says that a missing list is an
     * empty one.
     *
     * <pre>{@code
     * expect { json.status == 'healthy' && json.items[0].id == 5 }
     * }</pre>
     */
    public Json getJson() {
        return Json.of(left.get("json"), "json");
    }

    /**
     * What each host of a group left.
     *
     * <pre>{@code
     * expect { hosts.every { it.exitCode == 0 } }
     * }</pre>
     */
    public Json getHosts() {
        return Json.of(left.get("hosts"), "hosts");
    }

    /**
     * The rows of the last result set. Where they are more than the step keeps (4 MB, or what {@code keep} says) nothing
     * can be judged of them: the step fails and says how many there were. {@code rowCount} and {@code row} are there in
     * any case.
     *
     * <pre>{@code
     * expect { rows.size() == 2 && rows*.name == ['orders', 'stock'] }
     * }</pre>
     */
    public Json getRows() {
        return Json.of(left.get("rows"), "rows");
    }

    /**
     * How many rows the last result set had.
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
     * <p>A time is an instant, in every database: one without a time zone is in the {@code zone} of the database in the environment
     * file, else in UTC. SQLite has times in columns declared as {@code timestamp} or {@code datetime}; what an expression gives
     * there is a text, of which {@code time(…)} makes an instant. A date is a text.
     *
     * <pre>{@code
     * expect { row.missing == 0 && row.written_at > 15.minutes.ago }
     * }</pre>
     */
    public Json getRow() {
        return Json.of(left.get("row"), "row");
    }

    /**
     * The first value of the first row; of a query to Prometheus its number, of a range the last one.
     *
     * <pre>{@code
     * expect { value > 1000 }
     * }</pre>
     */
    public Json getValue() {
        return Json.of(left.get("value"), "value");
    }

    /**
     * The lowest number of a query to Prometheus over a range of time. A gap in the range makes it NaN, of which no
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
     * The highest number of a query to Prometheus over a range of time. A gap in the range makes it NaN, of which no
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
     * What Prometheus gave, a series each: its {@code labels} and its {@code value}; over a range of time also its
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
     * How many rows the last {@code INSERT}, {@code UPDATE}, {@code DELETE} or {@code MERGE} of the step changed. Statements
     * after it that change no rows, such as {@code SET}, {@code ANALYZE} and {@code SELECT}, leave it as it is.
     *
     * <pre>{@code
     * expect { updateCount == 1 }
     * }</pre>
     */
    public long getUpdateCount() {
        return left.number("updateCount");
    }

    /**
     * How many rows {@code copyRows} added to the target.
     *
     * <pre>{@code
     * expect { ok && inserted > 0 }
     * }</pre>
     */
    public long getInserted() {
        return left.number("inserted");
    }

    /**
     * How many rows of the target {@code copyRows} changed.
     *
     * <pre>{@code
     * expect { ok && updated <= 100 }
     * }</pre>
     */
    public long getUpdated() {
        return left.number("updated");
    }

    /**
     * How many rows of the target {@code copyRows} deleted, or marked as deleted.
     *
     * <pre>{@code
     * expect { ok && deleted == 0 }
     * }</pre>
     */
    public long getDeleted() {
        return left.number("deleted");
    }

    /**
     * How many rows {@code copyRows} found on the target as they were to be.
     *
     * <pre>{@code
     * expect { ok && unchanged > 0 }
     * }</pre>
     */
    public long getUnchanged() {
        return left.number("unchanged");
    }

    /**
     * How many newer rows of the target {@code copyRows} left as they were.
     *
     * <pre>{@code
     * expect { ok && skipped < 10 }
     * }</pre>
     */
    public long getSkipped() {
        return left.number("skipped");
    }

    /**
     * Both sides after {@code copyRows}: {@code same}, the sums {@code source} and {@code target}, {@code sourceRows} and
     * {@code targetRows}, and rows that are {@code missing}, {@code different} or {@code onlyThere} in the target.
     *
     * <pre>{@code
     * expect { checksum.missing == 0 && checksum.different == 0 }
     * }</pre>
     */
    public Json getChecksum() {
        return Json.of(left.get("checksum"), "checksum");
    }

    /**
     * What the database server said while it worked, a text each.
     *
     * <pre>{@code
     * expect { messages.contains('10 percent processed.') }
     * }</pre>
     */
    public Json getMessages() {
        return Json.of(left.get("messages"), "messages");
    }

    /**
     * The status of the answer.
     *
     * <p>When no answer came, {@code status == 0} and {@code !ok} hold. Nothing else can be judged then: a condition that
     * reads {@code body}, {@code json}, {@code headers} or {@code elapsed}, or compares the status with anything else, fails
     * with "there is no answer". Name the absence where it is meant: {@code status == 0 || status == 503}.
     *
     * <pre>{@code
     * expect { status == 200 }
     * }</pre>
     */
    public Json getStatus() {
        return left.status("status");
    }

    /**
     * The headers of the answer, by name in small letters.
     *
     * <pre>{@code
     * expect { headers['content-type'] == 'application/json' }
     * }</pre>
     */
    public Json getHeaders() {
        return Json.of(left.get("headers"), "headers");
    }

    /**
     * The body of the answer, as text. Of one that is longer than the step keeps (4 MB, or what {@code keep} says) nothing
     * can be judged: the step fails and says how much there was.
     *
     * <pre>{@code
     * expect { body.contains('UP') }
     * }</pre>
     */
    public String getBody() {
        return left.text("body");
    }

    /**
     * How long the answer took.
     *
     * <pre>{@code
     * expect { elapsed < 2.seconds }
     * }</pre>
     */
    public Duration getElapsed() {
        return (Duration) left.get("elapsed");
    }
}
