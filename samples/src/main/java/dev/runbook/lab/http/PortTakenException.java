package dev.runbook.lab.http;

import dev.runbook.AuthorException;
import dev.runbook.environment.LabLocation;
import java.net.InetSocketAddress;

/** Thrown when another program uses the port of a part of the lab. */
public final class PortTakenException extends AuthorException {
    private static final long serialVersionUID = 1L;

    public PortTakenException(String part, InetSocketAddress at, Throwable cause) {
        super(
                "port " + at.getPort() + " on " + at.getHostString() + " (" + part + ") is in use by another program;"
                        + " stop that program, or set " + LabLocation.ADDRESS_VARIABLE
                        + " to another loopback address such as 127.0.0.2",
                cause);
    }
}
