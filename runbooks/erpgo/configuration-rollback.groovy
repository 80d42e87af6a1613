// ERPGo's configuration rollback: the configuration of an earlier commit is applied again.
// covers E3, E31, E35
runbook('erpgo/configuration-rollback') {
    description 'Apply the configuration of an earlier commit and restart the API with it'
    owner 'platform-oncall'
    rto 2.minutes                                   // nothing is lost: no data is touched, and the current commit is kept
    lock 'erpgo-traffic'

    param 'reason', 'why we roll back, for the record', example: 'the API cannot read its price list'
    param 'commit', 'the commit to go back to; left out: the one before the current one',
            matching: ~/[0-9a-f]{7,40}/, optional: true

    def config = setting('configuration')

    notify('everyone') {
        on started
        text "Rolling back ERPGo's configuration: ${params.reason}"
    }
    notify('everyone') {
        on succeeded, failed, aborted
        text "ERPGo's configuration rollback: ${run.status} after ${run.elapsed} (${params.reason})"
    }

    // Before anything is changed.
    def good = verify('The commit to go back to exists') {
        budget 5.seconds
        if (params.commit != null) {
            shell "git -C ${config} rev-parse --verify --quiet ${params.commit}'^{commit}'"
        } else {
            shell "git -C ${config} rev-parse --verify --quiet 'HEAD~1^{commit}'"
        }
    }

    // The plan checks a commit out and leaves the repository without a branch. Here the branch stays, and the rollback is
    // a commit: the history says what happened, and nothing has to be kept beside it.
    step('Go back to the configuration of that commit') {
        budget 10.seconds
        alreadyDone { shell "git -C ${config} diff --quiet ${good.stdout} -- ." }
        shell """
            cd ${config}
            git checkout --quiet ${good.stdout} -- .
            git -c user.name=runbook -c user.email=runbook@erpgo.com commit --quiet \\
                --message 'Roll back to '${good.stdout}': '${params.reason}
        """
        undo {
            shell "git -C ${config} revert --no-edit HEAD"
        }
    }
    verify('The configuration is valid') {
        budget 10.seconds
        shell """
            cd ${config}
            list=\$(sed -n 's/.*"price-list" *: *"\\(.*\\)".*/\\1/p' configmap.json)
            test -n "\$list" || { echo 'configmap.json names no price list' >&2; exit 1; }
            test -f "price-lists/\$list.csv" || { echo "there is no price list \$list" >&2; exit 1; }
            echo "\$list"
        """
    }
    step('Apply it') {
        budget 10.seconds
        idempotent()
        shell "kubectl apply --validate=false -f ${config}/configmap.json"
    }
    // Both deployments read it: without traffic, blue is what an immediate rollback needs.
    parallel('Restart the API with it') {
        for (deployment in ['blue', 'green']) {
            phase("The $deployment deployment") {
                step("Restart $deployment") {
                    budget 5.seconds
                    idempotent()
                    shell "kubectl rollout restart deployment/erpgo-api-$deployment"
                }
                // The plan waits up to 300 seconds, longer than its RTO of two minutes: what is left of the two minutes.
                verify("$deployment is restarted") {
                    budget 50.seconds
                    shell "kubectl rollout status deployment/erpgo-api-$deployment --timeout=45s"
                }
            }
        }
    }
    verify('The API is healthy with it') {
        budget 20.seconds
        every 2.seconds
        http { get "${service('api')}/health" }
        expect { status == 200; json.status == 'healthy' }
    }

    onFailure {
        notify('incident-commander') {
            text "ERPGo's configuration could not be rolled back (${params.reason})."
        }
    }
}
