/** Reads and writes tensors in the safetensors format. Plain Java arrays come out; no native array lives here. */
@NullMarked
package org.collegium.modelhost.safetensors;

import org.jspecify.annotations.NullMarked;
