package dev.runbook.dsl;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The handles that one evaluation of a block has come by and that are read outside the container they are declared in.
 * Used by the evaluating thread only.
 */
final class DeclaredHandles {
    /**
     * A handle.
     *
     * @param declaration the number of its declaration in the file; a loop makes several handles of one
     * @param loops the names of the {@code forEach} around it in this evaluation, outermost first
     * @param afterwards whether it is read after the loop it is declared in
     */
    record Declared(int declaration, Handle handle, List<String> loops, boolean afterwards) {}

    private final List<Declared> declared = new ArrayList<>();
    private final List<String> loops = new ArrayList<>();

    void add(int declaration, boolean afterwards, Handle handle) {
        declared.add(new Declared(declaration, handle, List.copyOf(loops), afterwards));
    }

    /** All handles of some declarations, in the order in which they were come by. */
    List<Declared> of(List<Integer> declarations) {
        return declared.stream()
                .filter(one -> declarations.contains(one.declaration()))
                .toList();
    }

    /** The latest handle of some declarations; empty when the branch they are in was not taken. */
    Optional<Handle> last(List<Integer> declarations) {
        List<Declared> all = of(declarations);
        return all.isEmpty()
                ? Optional.empty()
                : Optional.of(all.get(all.size() - 1).handle());
    }

    /** Evaluates the members of a {@code forEach}; the names of the tasks among them that are read after it. */
    Set<String> within(String forEach, Runnable members) {
        int before = declared.size();
        loops.add(forEach);
        try {
            members.run();
        } finally {
            loops.remove(loops.size() - 1);
        }
        Set<String> afterwards = new HashSet<>();
        declared.subList(before, declared.size()).stream()
                .filter(Declared::afterwards)
                .forEach(one -> afterwards.add(one.handle().task()));
        return afterwards;
    }
}
