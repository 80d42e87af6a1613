// Stops VisionForge's application on its host, whether it answers or not. Other runbooks follow this one.
runbook('visionforge/stop-application') {
    description 'Stop the application, gently or at once'
    owner 'devops'

    param 'reason', 'why, for the record', example: 'planned rollback'
    param 'patience', 'how many seconds current requests may take; 0 ends them at once', type: Integer, default: 30

    def checkout = setting('checkout')

    // The plan ends every process that matches "node.*visionforge". That pattern also matches the shell that runs it, and
    // any other installation on the host. The number that the start wrote down names the one process.       // covers V12
    step('End the process') {
        budget 100.seconds
        idempotent()
        ssh """
            cd ${checkout}
            pid=\$(cat visionforge.pid 2>/dev/null || true)
            # A process that has ended keeps its number until its parent has noticed: state Z.
            alive() { case \$(ps -o stat= -p "\$pid" || true) in ''|Z*) return 1 ;; esac; }
            if [ -z "\$pid" ] || ! alive; then echo 'not running'; exit 0; fi
            seconds=${params.patience}
            if [ "\$seconds" -gt 0 ]; then kill -TERM "\$pid" || true; fi
            while [ "\$seconds" -gt 0 ] && alive; do sleep 1; seconds=\$((seconds - 1)); done
            if alive && kill -KILL "\$pid" 2>/dev/null; then echo "process \$pid killed"; else echo "process \$pid stopped"; fi
            rm -f visionforge.pid                        # another process may get the number
        """, on: 'app1'
    }
    verify('Nothing answers') {
        budget 20.seconds
        every 1.second
        http { get "${service('app')}/health" }
        expect { status == 0 || status == 502 || status == 503 }        // 502 and 503 are a proxy's
    }
}
