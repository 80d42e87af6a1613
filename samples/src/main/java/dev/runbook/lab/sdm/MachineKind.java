package dev.runbook.lab.sdm;

import dev.runbook.lab.Port;

/** The machines of the estate: one of each system that the plan supports, with the folders it has there. */
enum MachineKind {
    LINUX("linux1", SdmPort.SSH_LINUX1, "opt/social-download-manager", ".config", ".cache", "tmp"),
    MACOS("mac1", SdmPort.SSH_MAC1, "opt/social-download-manager", ".config", ".cache", "tmp"),
    WINDOWS(
            "win1",
            SdmPort.SSH_WIN1,
            "C/Program Files/Social Download Manager",
            "C/Users/sdm/AppData/Roaming",
            "C/Users/sdm/AppData/Local",
            "C/temp");

    private static final String APPLICATION = "social-download-manager";

    private final String machine;
    private final SdmPort port;
    private final String program;
    private final String configurations;
    private final String caches;
    private final String temporary;

    MachineKind(String machine, SdmPort port, String program, String configurations, String caches, String temporary) {
        this.machine = machine;
        this.port = port;
        this.program = program;
        this.configurations = configurations;
        this.caches = caches;
        this.temporary = temporary;
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

    /** Returns the name of the program's file. */
    String executable() {
        return this == WINDOWS ? APPLICATION + ".exe" : APPLICATION;
    }

    /** Returns the folder of the user's configuration, from the machine's root. */
    String configuration() {
        return configurations + "/" + APPLICATION;
    }

    /** Returns the application's log file, from the machine's root. */
    String log() {
        return caches + "/" + APPLICATION + "/application.log";
    }

    /** Returns the folder for temporary files, from the machine's root. */
    String temporary() {
        return temporary;
    }
}
