runbook('bench/many-steps') {
    description 'A hundred and four steps that do nothing: what a step costs'
    owner 'bench'

    for (n in 1..104) {
        step("Step $n") {
            idempotent()
            shell 'true'
        }
    }
}
