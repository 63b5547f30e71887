/**
 * The base model: its configuration, its weights and its forward pass in DJL array operations.
 *
 * <p>Knows of adapters only that something may be added to the product of a linear layer ({@link
 * org.collegium.modelhost.model.Adaptation}). No sampling, no optimizer, no request lives here.
 */
@NullMarked
package org.collegium.modelhost.model;

import org.jspecify.annotations.NullMarked;
