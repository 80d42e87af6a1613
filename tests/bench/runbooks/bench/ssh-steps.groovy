runbook('bench/ssh-steps') {
    description 'Many steps on one host: what one more step on an open session costs'
    owner 'bench'

    param 'count', 'how many steps', type: Integer, example: 4

    for (n in 1..params.count) {
        step("Step $n") {
            idempotent()
            ssh 'true', on: 'db'
        }
    }
}
