package dev.runbook.dsl;

import groovy.lang.Closure;
import groovy.lang.DelegatesTo;
import groovy.lang.Script;

/** The runbook file: it has one word at the top level, {@code runbook}. */
public abstract class RunbookScript extends Script {
    private Closure<?> body;
    private CharSequence id;

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

    String declaredId() {
        return String.valueOf(id);
    }

    Closure<?> declaredBody() {
        return body;
    }
}
