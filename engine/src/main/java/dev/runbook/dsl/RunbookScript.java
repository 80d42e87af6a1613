package dev.runbook.dsl;

import groovy.lang.Closure;
import groovy.lang.DelegatesTo;
import groovy.lang.Script;

/** The runbook file: it has one word at the top level: {@code runbook}, {@code triggers} or {@code stakeholders}. */
public abstract class RunbookScript extends Script {
    private Closure<?> body;
    private CharSequence id;
    private FileKind kind = FileKind.RUNBOOK;

    /**
     * Declares the runbook of this file. Its id is {@code system/name}, the path of the file under the runbooks folder.
     *
     * <pre>{@code
     * runbook('erpgo/immediate-rollback') {
     *     description 'Put the previous deployment back in front of all traffic'
     *     step('Switch traffic') { shell './switch.sh blue' }
     * }
     * }</pre>
     */
    public void runbook(
            @Names(NamePosition.NAME) String id,
            @DelegatesTo(value = RunbookBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> body) {
        this.id = id;
        this.body = body;
    }

    /**
     * Declares measurements and the triggers that read them: when to start which runbook. The id is {@code
     * system/name}, the path of the file under the runbooks folder.
     *
     * <pre>{@code
     * triggers('erpgo/decision') {
     *     every 15.seconds
     *     def health = measure('Health') { http { get "${service('api')}/health" } }
     *     trigger('Unhealthy for 2 minutes') {
     *         severity critical
     *         sustained 2.minutes
     *         when { !health.ok }
     *         tell 'tech-team'
     *     }
     * }
     * }</pre>
     */
    public void triggers(
            @Names(NamePosition.NAME) String id,
            @DelegatesTo(value = TriggersBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> body) {
        this.id = id;
        this.body = body;
        this.kind = FileKind.TRIGGERS;
    }

    /**
     * Declares who is informed of a run, for several runbooks: each uses it with {@code stakeholders 'system/name'}.
     * The id is the path of the file under the runbooks folder.
     *
     * <pre>{@code
     * stakeholders('erpgo/stakeholders') {
     *     param 'reason', 'why the runbook was started'
     *     notify('everyone') {
     *         on started, succeeded, failed
     *         text "ERPGo's rollback: ${run.status} (${params.reason})"
     *     }
     * }
     * }</pre>
     */
    public void stakeholders(
            @Names(NamePosition.NAME) String id,
            @DelegatesTo(value = StakeholdersBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> body) {
        this.id = id;
        this.body = body;
        this.kind = FileKind.STAKEHOLDERS;
    }

    FileKind kind() {
        return kind;
    }

    String declaredId() {
        return String.valueOf(id);
    }

    Closure<?> declaredBody() {
        return body;
    }
}
