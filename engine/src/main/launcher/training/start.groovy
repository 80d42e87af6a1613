// Run once after a build, so that the JVM can keep what a start loads. It goes through each action up to the refused
// connection, and acts on nothing.
runbook('training/start') {
    description 'What the cache of the JVM is made from'
    owner 'launcher'
    rto 1.minute

    param 'reason', 'why', default: 'training'

    def hello = step('Shell') {
        budget 10.seconds
        idempotent()
        shell "echo ${params.reason}; echo ${json(a: 1)} >&2"
        retry 1, every: 1.second
    }

    phase('Looks') {
        budget 20.seconds
        onFailure { carryOn() }
        verify('Output') {
            budget 5.seconds
            shell 'echo \'{"status": "ok"}\''
            expect { ok; json.status == 'ok'; hello.stdout == 'training' }
        }
        parallel('Both') {
            budget 5.seconds
            atLeast 50.percent
            for (n in 1..2) {
                step("Member $n") {
                    idempotent()
                    shell 'true'
                }
            }
        }
    }

    verify('HTTP') {
        budget 5.seconds
        http { get "${service('nowhere')}/health" }
        expect { status == 0 }
    }

    step('SQL') {
        budget 5.seconds
        idempotent()
        sql 'select 1', on: 'nowhere'
        onFailure { carryOn() }
    }

    step('SSH') {
        budget 5.seconds
        idempotent()
        ssh 'true', on: 'nowhere'
        onFailure { carryOn() }
    }
}
