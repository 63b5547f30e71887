/**
 * Low-rank adapters (LoRA, arXiv 2106.09685): their parameters and optimizer state in host memory, on disk in the PEFT
 * layout, and stacked on the device for a batch.
 *
 * <p>No loss and no optimizer lives here.
 */
@NullMarked
package org.collegium.modelhost.adapter;

import org.jspecify.annotations.NullMarked;
