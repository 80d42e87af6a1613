package dev.runbook.lab.sdm;

import dev.runbook.lab.Port;

/** The machines of the estate: one of each system that the plan supports, with the folders it has there. */
enum MachineKind {
    LINUX("linux1", SdmPort.SSH_LINUX1, "opt/social-download-manager", ".config/social-download-manager"),
    MACOS("mac1", SdmPort.SSH_MAC1, "opt/social-download-manager", ".config/social-download-manager");

    private final String machine;
    private final SdmPort port;
    private final String program;
    private final String configuration;

    MachineKind(String machine, SdmPort port, String program, String configuration) {
        this.machine = machine;
        this.port = port;
        this.program = program;
        this.configuration = configuration;
    }

    String machine() {
        return machine;
    }

    /** Returns the port of its SSH server. */
    Port port() {
        return port;
    }

    /** Returns the folder of the program, from the machine's root. */
    String program() {
        return program;
    }

    /** Returns the folder of the user's configuration, from the machine's root. */
    String configuration() {
        return configuration;
    }
}
