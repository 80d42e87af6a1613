package dev.runbook.compile.rules;

import dev.runbook.dsl.Handles;
import dev.runbook.dsl.Json;
import dev.runbook.dsl.Params;
import dev.runbook.dsl.RunDuration;
import dev.runbook.dsl.RunInstant;
import dev.runbook.dsl.Setting;
import dev.runbook.dsl.Text;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;

/** The types of values of the language, for the rules that treat one of them specially. */
final class ValueTypes {
    static final ClassNode JSON = ClassHelper.make(Json.class);
    static final ClassNode TEXT = ClassHelper.make(Text.class);
    static final ClassNode RUN_INSTANT = ClassHelper.make(RunInstant.class);
    static final ClassNode RUN_DURATION = ClassHelper.make(RunDuration.class);
    static final ClassNode HANDLES = ClassHelper.make(Handles.class);
    static final ClassNode SETTING = ClassHelper.make(Setting.class);
    static final ClassNode PARAMS = ClassHelper.make(Params.class);

    private ValueTypes() {}

    /** Returns whether a value of this type has parts of any name. */
    static boolean isOpen(ClassNode type) {
        return type.equals(JSON) || type.equals(SETTING);
    }

    /** Returns whether a value of this type is known only in a run. */
    static boolean isRunTime(ClassNode type) {
        return type.equals(JSON) || type.equals(TEXT) || type.equals(RUN_INSTANT) || type.equals(RUN_DURATION);
    }
}
