package dev.runbook.lab;

import dev.runbook.AuthorException;
import dev.runbook.EngineException;
import dev.runbook.environment.LabLocation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Starts, stops and queries the labs of this user, and breaks parts of them. */
final class Labs {
    private final Map<String, String> variables;

    /**
     * @param variables the process's environment variables, which determine the location of labs
     */
    Labs(Map<String, String> variables) {
        this.variables = variables;
    }

    /** @throws AuthorException when the lab does not exist */
    LabHome home(String lab) {
        return LabHome.of(lab, variables);
    }

    /** Returns the names of the labs that are running. */
    List<String> up() {
        return Estates.all().stream().map(Estate::name).filter(this::isUp).toList();
    }

    boolean isUp(String lab) {
        LabHome home = home(lab);
        return new LabProcess(home).find().isPresent() && new LabClient(home).answers();
    }

    /**
     * Starts a lab.
     *
     * @return false when it was already running
     */
    boolean start(String lab) {
        LabHome home = home(lab);
        try {
            if (new LabProcess(home).find().isPresent()) {
                requireSameAddress(home);
                return false;
            }
            // Processes left by a killed lab would occupy the ports.
            new Leftovers(home).end();
            requireFreePorts(home);
            new LabProcess(home).start();
            return true;
        } catch (IOException failure) {
            throw new UncheckedIOException("the lab cannot use " + home.folder(), failure);
        }
    }

    private static void requireSameAddress(LabHome home) {
        if (!new LabClient(home).answers()) {
            throw new AuthorException("a lab is up in " + home.folder() + ", but it does not respond at "
                    + home.estate().control().hostPort(home) + "; stop it, or set " + LabLocation.HOME_VARIABLE
                    + " to another folder for another " + LabLocation.ADDRESS_VARIABLE);
        }
    }

    private static void requireFreePorts(LabHome home) {
        List<Port> taken = new Leftovers(home).takenPorts();
        if (!taken.isEmpty()) {
            String ports = taken.stream()
                    .map(port -> port.number() + " (" + port.what() + ")")
                    .collect(Collectors.joining(", "));
            throw new AuthorException("in use by another program on " + home.address() + ": port " + ports
                    + "; stop it, or set " + LabLocation.ADDRESS_VARIABLE
                    + " to another loopback address such as 127.0.0.2");
        }
    }

    /**
     * Stops a lab and removes its folder.
     *
     * @return false when it was not running
     * @throws EngineException naming what could not be ended
     */
    boolean stop(String lab) {
        LabHome home = home(lab);
        LabProcess process = new LabProcess(home);
        Optional<ProcessHandle> daemon = process.find();
        daemon.ifPresent(running -> {
            requestStop(home, running);
            process.awaitEnd(running);
        });
        Leftovers leftovers = new Leftovers(home);
        List<ProcessHandle> left = leftovers.end();
        boolean wasUp = daemon.isPresent() || !left.isEmpty();
        proveGone(home, leftovers, wasUp);
        try {
            return home.delete() || wasUp;
        } catch (IOException failure) {
            throw new UncheckedIOException("the lab is down, but its folder cannot be removed", failure);
        }
    }

    private static void requestStop(LabHome home, ProcessHandle daemon) {
        try {
            new LabClient(home).order("/lab/stop");
        } catch (IOException | AuthorException unreachable) {
            daemon.destroy();
        }
    }

    private static void proveGone(LabHome home, Leftovers leftovers, boolean wasUp) {
        List<ProcessHandle> survivors = leftovers.processes();
        if (!survivors.isEmpty()) {
            throw new EngineException("still running in " + home.folder() + ": process "
                    + survivors.stream().map(left -> Long.toString(left.pid())).collect(Collectors.joining(", ")));
        }
        List<Port> taken = wasUp ? leftovers.takenPorts() : List.of();
        if (!taken.isEmpty()) {
            throw new EngineException("still in use on " + home.address() + ": port "
                    + taken.stream()
                            .map(port -> Integer.toString(port.number()))
                            .collect(Collectors.joining(", ")));
        }
    }

    /** @throws AuthorException when the lab is not running */
    LabClient client(String lab) {
        if (!isUp(lab)) {
            throw new AuthorException("lab " + lab + " is not up; start it with: runbook lab start " + lab);
        }
        return new LabClient(home(lab));
    }
}
