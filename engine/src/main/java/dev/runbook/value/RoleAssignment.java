package dev.runbook.value;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Assigns different people to roles. */
public final class RoleAssignment {
    private RoleAssignment() {}

    /** Returns whether each role can be given to a different one of those who have it. */
    public static boolean exists(List<? extends Collection<String>> roles) {
        return exists(roles, 0, new HashSet<>());
    }

    private static boolean exists(List<? extends Collection<String>> roles, int from, Set<String> taken) {
        if (from == roles.size()) {
            return true;
        }
        for (String person : roles.get(from)) {
            if (taken.add(person)) {
                if (exists(roles, from + 1, taken)) {
                    return true;
                }
                taken.remove(person);
            }
        }
        return false;
    }
}
