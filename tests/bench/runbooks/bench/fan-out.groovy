runbook('bench/fan-out') {
    description 'One command on every host: what a fan-out costs'
    owner 'bench'

    step('Ask every host') {
        idempotent()
        ssh 'true', on: 'all', atOnce: 50
    }
}
