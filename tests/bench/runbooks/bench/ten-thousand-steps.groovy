runbook('bench/ten-thousand-steps') {
    rto 4.hours
    param 'marks', 'the file every step puts its number into'
    for (number in 1..10000) {
        step("Step $number") {
            idempotent()
            shell "echo $number >> ${params.marks}"
        }
    }
}
