package dev.runbook.dsl;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The handles that one evaluation of a block has declared and that are read outside the container of their declaration.
 * Used by the evaluating thread only.
 */
final class DeclaredHandles {
    /**
     * A handle and its declaration.
     *
     * @param declaration the number of its declaration in the file; a loop makes several handles from one declaration
     * @param loops the names of the enclosing {@code forEach} blocks in this evaluation, outermost first
     * @param afterwards whether the handle is read after the loop that contains its declaration
     */
    record Declared(int declaration, Handle handle, List<String> loops, boolean afterwards) {}

    private final List<Declared> declared = new ArrayList<>();
    private final List<String> loops = new ArrayList<>();

    void add(int declaration, boolean afterwards, Handle handle) {
        declared.add(new Declared(declaration, handle, List.copyOf(loops), afterwards));
    }

    /** All handles of some declarations, in order of declaration. */
    List<Declared> of(List<Integer> declarations) {
        return declared.stream()
                .filter(one -> declarations.contains(one.declaration()))
                .toList();
    }

    /** The latest handle of some declarations; empty when the branch that contains them was not taken. */
    Optional<Handle> last(List<Integer> declarations) {
        List<Declared> all = of(declarations);
        return all.isEmpty()
                ? Optional.empty()
                : Optional.of(all.get(all.size() - 1).handle());
    }

    /**
     * Evaluates the members of a {@code forEach} and returns the names of the tasks among them that are read after it.
     */
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
