runbook('bench/four-steps') {
    description 'Four steps that do nothing: what a start costs'
    owner 'bench'

    for (n in 1..4) {
        step("Step $n") {
            idempotent()
            shell 'true'
        }
    }
}
