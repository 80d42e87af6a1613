package dev.runbook.machine

import org.spockframework.runtime.extension.IAnnotationDrivenExtension
import org.spockframework.runtime.model.FeatureInfo
import org.spockframework.runtime.model.SpecElementInfo
import org.spockframework.runtime.model.SpecInfo

/** Gives what is {@link Thorough} the tag by which the long suite finds it. */
class ThoroughExtension implements IAnnotationDrivenExtension<Thorough> {
    private static final String TAG = 'thorough'

    @Override
    void visitSpecAnnotation(Thorough annotation, SpecInfo spec) {
        visit(annotation, spec)
        spec.features.each { it.addTestTag(TAG) }
    }

    @Override
    void visitFeatureAnnotation(Thorough annotation, FeatureInfo feature) {
        visit(annotation, feature)
    }

    private static void visit(Thorough annotation, SpecElementInfo element) {
        element.addTestTag(TAG)
        if (!Machine.thorough && !annotation.sampled()) {
            element.skip("in the long suite only: ${annotation.value()}")
        }
    }
}
