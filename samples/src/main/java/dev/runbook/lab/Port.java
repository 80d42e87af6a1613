package dev.runbook.lab;

import java.net.InetSocketAddress;

/** The port of one part of an estate, at the lab's address. */
public interface Port {

    int number();

    /** Returns a description of the part, for people. */
    String what();

    /** Returns whether it is used only while a part such as a pod runs, and need not be free when the lab starts. */
    default boolean onDemand() {
        return false;
    }

    /** Returns the socket address in a lab. */
    default InetSocketAddress at(LabHome home) {
        return new InetSocketAddress(home.address(), number());
    }

    /** Returns the address and port in a lab, {@code 127.20.1.9:47405}. */
    default String hostPort(LabHome home) {
        return home.address() + ":" + number();
    }

    /** Returns the URL of an HTTP server on this port in a lab. */
    default String url(LabHome home) {
        return "http://" + hostPort(home);
    }
}
