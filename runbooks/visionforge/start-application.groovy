// Starts VisionForge's application on its host and waits until it serves. Other runbooks follow this one.
runbook('visionforge/start-application') {
    description 'Start the application and wait until it is healthy'
    owner 'devops'

    param 'reason', 'why, for the record', example: 'planned rollback'

    def checkout = setting('checkout')

    step('Start the process') {
        budget 30.seconds
        idempotent()                                     // a process that runs already is left alone
        ssh """
            cd ${checkout}
            pid=\$(cat visionforge.pid 2>/dev/null || true)
            # A process that has ended keeps its number until its parent has noticed: state Z.
            state=\$([ -z "\$pid" ] || ps -o stat= -p "\$pid" || true)
            case \$state in ''|Z*) ;; *) echo "process \$pid runs already"; exit 0 ;; esac
            mkdir -p logs
            nohup npm start >>logs/application.log 2>&1 </dev/null &
            echo \$! >visionforge.pid
        """, on: 'app1'
    }
    verify('The application is healthy') {
        budget 80.seconds
        every 2.seconds
        http { get "${service('app')}/health" }
        expect { status == 200; json.status == 'healthy' }
    }
}
