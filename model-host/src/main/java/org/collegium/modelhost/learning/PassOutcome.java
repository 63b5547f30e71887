package org.collegium.modelhost.learning;

/** What a joint pass brought one adapter. */
final class PassOutcome {
  private final float[] gradient;
  private final StepFigures figures;

  PassOutcome(float[] gradient, StepFigures figures) {
    this.gradient = gradient;
    this.figures = figures;
  }

  /** Derivative of the adapter's own loss by its parameters, in the order of {@link StackLayout}; the array itself. */
  float[] gradient() {
    return gradient;
  }

  StepFigures figures() {
    return figures;
  }
}
