/** Measures the model host: figures as records, for a command that prints them. */
@NullMarked
package org.collegium.modelhost.bench;

import org.jspecify.annotations.NullMarked;
