/** Trains the embedded base from the front desk's corpus and checks what a base can do. */
@NullMarked
package org.collegium.scenarios.pretraining;

import org.jspecify.annotations.NullMarked;
