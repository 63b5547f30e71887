/** Tells what is in a folder: a run, a base model, adapters. Reads only. */
@NullMarked
package org.collegium.scenarios.inspection;

import org.jspecify.annotations.NullMarked;
