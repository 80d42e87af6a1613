package dev.runbook.lab.kube;

/** Where an object is kept. */
public record ObjectKey(ResourceType type, String namespace, String name) implements Comparable<ObjectKey> {
    public static final String DEFAULT_NAMESPACE = "default";

    /** An object of the default namespace, where all of the lab lives. */
    public static ObjectKey of(ResourceType type, String name) {
        return new ObjectKey(type, DEFAULT_NAMESPACE, name);
    }

    @Override
    public int compareTo(ObjectKey other) {
        int byType = type.compareTo(other.type);
        if (byType != 0) {
            return byType;
        }
        int byNamespace = namespace.compareTo(other.namespace);
        return byNamespace != 0 ? byNamespace : name.compareTo(other.name);
    }
}
