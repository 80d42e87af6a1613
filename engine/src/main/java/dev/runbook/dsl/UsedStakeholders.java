package dev.runbook.dsl;

import dev.runbook.AuthorException;
import dev.runbook.plan.KnownValues;
import dev.runbook.plan.Message;
import dev.runbook.plan.ReadStakeholders;
import dev.runbook.plan.Stakeholders;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The files of stakeholders that a file uses. They are read after it, when all its parameters are declared. */
final class UsedStakeholders {
    /** The kind of name positions that hold the id of a file of stakeholders. */
    static final String NAMES = "stakeholders";

    private final EvaluationContext context;
    private final Set<String> ids = new LinkedHashSet<>();
    private final List<ReadStakeholders> read = new ArrayList<>();

    UsedStakeholders(EvaluationContext context) {
        this.context = context;
    }

    void add(String id) {
        if (!ids.add(id)) {
            context.problemWith(NAMES, id, "'" + id + "' is used twice: each message would be sent twice");
        }
    }

    /** Reads the files, with the parameters of the file that uses them. */
    void read() {
        for (String id : ids) {
            try {
                read.add(context.request()
                        .library()
                        .stakeholders(id, context.params().offered(), context.meter()));
            } catch (AuthorException unusable) {
                context.problemWith(NAMES, id, "'" + id + "' cannot be used: " + unusable.getMessage());
            }
        }
    }

    Stream<Message> messages() {
        return read.stream().flatMap(one -> one.stakeholders().messages().stream());
    }

    Stream<Stakeholders> files() {
        return read.stream().map(ReadStakeholders::stakeholders);
    }

    void runsWith(KnownValues known) {
        read.forEach(one -> one.runsWith(known));
    }
}
