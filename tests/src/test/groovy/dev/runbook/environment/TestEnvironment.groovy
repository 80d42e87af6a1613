package dev.runbook.environment

import dev.runbook.run.Rig

/** Creates the environment {@code test}, with what a specification names of it. */
class TestEnvironment {
    static Environment of(Map parts = [:]) {
        new Environment('test', false, Optional.empty(), parts.services ?: [:], parts.settings ?: [:], parts.hosts ?: [:],
                parts.databases ?: [:], parts.channels ?: [:], parts.people ?: [:], [:],
                parts.shell ?: Environment.ShellSettings.none(), parts.drill ?: Environment.Drill.none(), Optional.empty(),
                parts.secrets ?: new Rig.NoSecrets())
    }
}
