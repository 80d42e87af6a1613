// VisionForge's decision matrix: what is measured, and who hears of it.
// The first row (the migration fails during its execution) is not measured: the migration's pipeline starts the emergency rollback.
// Two rows name a planned rollback within 30 minutes: the team lead is asked for it. The others are evaluated by people, who get a message.
triggers('visionforge/decision') {
    every 30.seconds

    def health = measure('Health') {
        budget 10.seconds
        http { get "${service('app')}/health" }
    }
    def data = measure('Data validation') {
        budget 25.seconds
        ssh "cd ${setting('checkout')} && node src/migration/data-validator.js", on: 'app1'
    }
    def projects = measure('Projects') {
        budget 10.seconds
        http { get "${service('app')}/api/projects" }
    }
    def integrations = measure('Integrations') {
        budget 10.seconds
        http { get "${service('app')}/api/integrations" }
    }

    trigger('Data validation fails: planned rollback within 30 minutes') {              // covers V2
        severity high
        consecutive 2
        when { data.exitCode == 1 }
        ask 'team-lead', toStart: 'visionforge/planned-rollback', within: 30.minutes
        with reason: 'the validation of the data fails'
        tell 'team-lead'
    }
    // "Compromised" is decided as: what the plan's application list checks from outside does not work for 2 minutes.
    trigger('Functionality compromised: planned rollback within 30 minutes') {          // covers V3
        severity high
        sustained 2.minutes
        when { !health.ok || !projects.ok }
        ask 'team-lead', toStart: 'visionforge/planned-rollback', within: 30.minutes
        with reason: 'the application does not work for 2 minutes'
        tell 'team-lead'
    }
    // Degraded against what, the plan does not say. Decided: a healthy response takes 600 ms at most, and 50 % more is degraded.
    trigger('Performance degraded by more than 50 percent: evaluate within 60 minutes') {       // covers V4
        severity medium
        sustained 5.minutes
        when { health.ok && health.elapsed > 900.milliseconds }
        tell 'technical-director'
    }
    trigger('Minor feature issue: fix forward with the next release') {                 // covers V5
        severity low
        sustained 5.minutes
        when { integrations.ok && integrations.json.renderer != 'active' }
        tell 'team-lead'
    }
}
