package dev.runbook.machine

import org.spockframework.runtime.extension.IAnnotationDrivenExtension
import org.spockframework.runtime.model.FeatureInfo
import org.spockframework.runtime.model.SpecElementInfo
import org.spockframework.runtime.model.SpecInfo

/** Gives a {@link Thorough} specification the tag by which the long suite finds it. */
class ThoroughExtension implements IAnnotationDrivenExtension<Thorough> {
    private static final String TAG = 'thorough'

    @Override
    void visitSpecAnnotation(Thorough annotation, SpecInfo spec) {
        spec.features.each { it.addTestTag(TAG) }
        skip(annotation, spec)
    }

    @Override
    void visitFeatureAnnotation(Thorough annotation, FeatureInfo feature) {
        feature.addTestTag(TAG)
        skip(annotation, feature)
    }

    private static void skip(Thorough annotation, SpecElementInfo element) {
        if (!Machine.thorough && !annotation.sampled()) {
            element.skip("in the long suite only: ${annotation.value()}")
        }
    }
}
