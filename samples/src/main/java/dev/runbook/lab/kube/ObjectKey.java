package dev.runbook.lab.kube;

/** The key of a stored object. */
public record ObjectKey(ResourceType type, String namespace, String name) implements Comparable<ObjectKey> {
    public static final String DEFAULT_NAMESPACE = "default";

    /** Returns the key of an object in the default namespace, which contains all of the lab. */
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
