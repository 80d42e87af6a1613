package dev.runbook.journal;

import dev.runbook.journal.JournalText.Tail;
import dev.runbook.journal.event.Event;
import dev.runbook.journal.event.Resumed;
import dev.runbook.journal.event.RunFinished;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The result of checking that a run's folder is as it was written.
 *
 * @param whole whether every record, kept text and output exists unchanged, and nothing was added
 * @param finding one line: what is wrong, or what was checked and the hash that covers all of it
 * @param notCovered what the check cannot show, one line each
 */
public record JournalCheck(boolean whole, String finding, List<String> notCovered) {
    private static final String OWNER =
            "a run's owner can write all of its records again: give --head, the hash from outside this machine";

    /**
     * @param head the hash that was printed when the run ended, or that a message carried, or the beginning of it;
     * empty if unavailable. It shows what a chain cannot: that the end was truncated or rewritten. After the hash of a
     * message other records follow; after that of the end none, unless the run was resumed
     */
    static JournalCheck of(JournalText text, String head, FolderCheck folder) {
        return chainProblem(text)
                .or(() -> headProblem(text, head))
                .or(folder::firstProblem)
                .map(problem -> new JournalCheck(false, problem, List.of()))
                .orElseGet(() -> new JournalCheck(true, checked(text, head, folder), notCovered(text, head, folder)));
    }

    /** Returns the same for a run that has a signature, when no key was given for it. */
    JournalCheck withUnreadSignature() {
        List<String> limits = new ArrayList<>(notCovered);
        limits.add("the signature was not checked: give --public-key");
        return whole ? new JournalCheck(true, finding, List.copyOf(limits)) : this;
    }

    /**
     * Returns the same with the result of checking the signature; a run that is not signed, or not up to its end, fails
     * the check.
     */
    JournalCheck signed(Optional<JournalSignature> signature, VerifyingKey key, String run, JournalText text) {
        if (signature.isEmpty()) {
            return new JournalCheck(false, "not signed", List.of());
        }
        String head = signature.get().head();
        if (!key.confirms(signature.get(), run)) {
            return new JournalCheck(false, "the signature is not one of " + key.name(), List.of());
        }
        if (!head.equals(text.head())) {
            return new JournalCheck(
                    false,
                    recordOf(text, head)
                            .map(entry -> "signed by " + key.name() + " up to record " + entry.number()
                                    + " only; the records after it are not signed")
                            .orElse("the signature by " + key.name() + " is that of another journal"),
                    List.of());
        }
        List<String> limits = new ArrayList<>(notCovered);
        limits.removeIf(OWNER::equals);
        limits.add("whoever can read the private key can write and sign all records again");
        return new JournalCheck(true, finding + "; signed by " + key.name(), List.copyOf(limits));
    }

    private static Optional<String> chainProblem(JournalText text) {
        if (text.tail() != Tail.NONE) {
            return Optional.of(
                    (text.tail() == Tail.TORN ? "truncated while it was written: " : "damaged: ") + text.damage());
        }
        return text.entries().isEmpty()
                ? Optional.of("empty: the engine died before its first record")
                : Optional.empty();
    }

    private static Optional<String> headProblem(JournalText text, String head) {
        if (text.head().startsWith(head)) {
            return Optional.empty();
        }
        return recordOf(text, head)
                .map(given -> given.event() instanceof RunFinished && !resumed(text, given)
                        ? Optional.of(
                                "there are records after the one with the given hash, which was the last; it ends with "
                                        + text.head())
                        : Optional.<String>empty())
                .orElseGet(() ->
                        Optional.of("another journal, or records are missing at its end: it ends with " + text.head()));
    }

    private static boolean resumed(JournalText text, Entry end) {
        return text.entries().stream()
                .skip(end.number())
                .findFirst()
                .filter(next -> next.event() instanceof Resumed)
                .isPresent();
    }

    private static Optional<Entry> recordOf(JournalText text, String head) {
        return text.entries().stream()
                .filter(entry -> entry.hash().startsWith(head))
                .findFirst();
    }

    private static String checked(JournalText text, String head, FolderCheck folder) {
        String given = head.isEmpty() || text.head().startsWith(head)
                ? ""
                : recordOf(text, head)
                        .map(entry -> "; the hash given is that of record " + entry.number())
                        .orElse("");
        return text.entries().size() + " records, " + folder.counts() + ", unchanged; head " + text.head() + given;
    }

    private static List<String> notCovered(JournalText text, String head, FolderCheck folder) {
        List<String> limits = new ArrayList<>();
        boolean known = !head.isEmpty() && text.head().startsWith(head);
        Event last = text.entries().get(text.entries().size() - 1).event();
        if (!known && !(last instanceof RunFinished)) {
            limits.add("the last record is not the end of the run: the run has not ended, or records are missing");
        }
        if (head.isEmpty()) {
            limits.add(OWNER);
        }
        List<String> unverified = folder.unverified();
        if (!unverified.isEmpty()) {
            limits.add("outputs of attempts that an engine left unfinished have no hash: "
                    + String.join(", ", unverified));
        }
        limits.add("transcript.html is not part of the record: 'runbook show' renders it from the journal");
        return List.copyOf(limits);
    }
}
