package dev.runbook.run.people;

import dev.runbook.environment.AnswerAddress;
import dev.runbook.journal.AnswerNote;
import dev.runbook.journal.event.Answer;
import dev.runbook.journal.event.AnswerSource;
import dev.runbook.journal.event.QuestionAnswered;
import dev.runbook.journal.event.QuestionAnswered.Acceptance;
import dev.runbook.journal.event.QuestionAsked;
import dev.runbook.model.QuestionView;
import dev.runbook.time.Clock;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * One-time links with which people answer: one for each person and question, valid while the question is open. A link
 * answers once; that of a manual answers each box once. The key that signs them exists in this process only, so a
 * resumed run sends new ones. Thread-safe.
 */
public final class AnswerLinks {
    /** Attempts with links that this run never signed: more of them are refused and not recorded. */
    private static final int MOST_FORGED = 20;
    /** A question without a time limit. */
    private static final long LONGEST_MS = 24L * 60 * 60 * 1000;

    private final AnswerAddress address;
    private final Questions questions;
    private final Consumer<String> hide;
    private final Clock clock;
    private final byte[] key = new byte[32];
    private final Set<String> asked = new HashSet<>();
    private final Set<String> used = new HashSet<>();
    private int forged;
    private Optional<AnswerServer> server = Optional.empty();

    /** @param hide is given the secret part of each link before anybody has the link */
    AnswerLinks(AnswerAddress address, Questions questions, Consumer<String> hide, Clock clock) {
        this.address = address;
        this.questions = questions;
        this.hide = hide;
        this.clock = clock;
        new SecureRandom().nextBytes(key);
    }

    /**
     * Begins to listen, and returns the links of the people who may answer, a line each; empty for a question that
     * names no role.
     *
     * @throws IOException when the address cannot be listened on
     */
    synchronized String open(QuestionAsked question, Instant now) throws IOException {
        if (question.roles().isEmpty()) {
            return "";
        }
        if (server.isEmpty()) {
            server = Optional.of(new AnswerServer(address, this));
        }
        asked.add(question.step());
        Instant until = now.plusMillis(question.withinMs() < 0 ? LONGEST_MS : question.withinMs());
        Map<String, String> links = new LinkedHashMap<>();
        question.roles()
                .forEach(role -> role.people()
                        .forEach(person -> links.computeIfAbsent(person, one -> url(question.step(), one, until))));
        return links.entrySet().stream()
                .map(link -> link.getKey() + ": " + link.getValue())
                .collect(Collectors.joining("\n"));
    }

    private String url(String step, String person, Instant until) {
        LinkToken token = new LinkToken(step, person, until, UUID.randomUUID().toString());
        String signed = token.signed(key);
        hide.accept(signed);
        hide.accept(signed.substring(signed.indexOf('.') + 1)); // with it anybody could put the link together again
        return address.base(server.orElseThrow().port()) + "/answer/" + signed;
    }

    /** Handles the end of a question; with the last one the run stops listening. */
    synchronized void close(String step) {
        asked.remove(step);
        if (asked.isEmpty()) {
            closeAll();
        }
    }

    synchronized void closeAll() {
        asked.clear();
        server.ifPresent(AnswerServer::close);
        server = Optional.empty();
    }

    /** Returns the question of a link, to be shown; empty for a link that this run has not signed. */
    Optional<Shown> shown(String token) {
        return LinkToken.of(token, key).map(link -> new Shown(link.person(), questions.at(link.step())));
    }

    /** A question as the page of a link shows it. */
    record Shown(String person, QuestionView question) {}

    /**
     * Answers with a link, and returns what became of the answer, for the page.
     *
     * @param from the network address of whoever used it
     */
    synchronized String answer(String token, AnswerForm form, String from) {
        Optional<LinkToken> link = LinkToken.of(token, key);
        if (link.isEmpty()) {
            if (forged++ < MOST_FORGED) {
                questions.refuse(note("", form, "", from), Acceptance.REFUSED, "this run has not signed the link");
            }
            return "This link is not valid.";
        }
        AnswerNote note = note(link.get().step(), form, link.get().person(), from);
        if (used.contains(link.get().id())) {
            questions.refuse(note, Acceptance.REFUSED, "the link was used already");
            return "This link was used already.";
        }
        if (clock.wall().isAfter(link.get().until())) {
            questions.refuse(
                    note, Acceptance.LATE, "the link expired at " + link.get().until());
            return "This link has expired.";
        }
        Optional<QuestionAnswered> recorded = questions.deliver(note);
        recorded.filter(QuestionAnswered::counted)
                .filter(counted -> !ofBox(counted.answer()))
                .ifPresent(counted -> used.add(link.get().id()));
        return recorded.map(AnswerLinks::describe).orElse("The run has ended.");
    }

    /** Returns whether an answer closes one box of several: the link answers the others too. */
    private static boolean ofBox(Answer answer) {
        return answer == Answer.TICK || answer == Answer.SKIP;
    }

    private static AnswerNote note(String step, AnswerForm form, String person, String from) {
        return AnswerNote.of(
                step, form.answer(), form.number(), form.values(), person, AnswerSource.LINK, from, form.why());
    }

    private static String describe(QuestionAnswered recorded) {
        return switch (recorded.acceptance()) {
            case COUNTED -> "Recorded: " + recorded.describe() + ".";
            case LATE -> "Too late: " + recorded.refusal() + ".";
            case REFUSED -> "Refused: " + recorded.refusal() + ".";
        };
    }
}
