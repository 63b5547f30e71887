/**
 * Generation with continuous batching, and scoring of given tokens. A row's result depends on its own request alone,
 * bit for bit.
 *
 * <p>No queue and no message lives here: whoever calls decides what is admitted when.
 */
@NullMarked
package org.collegium.modelhost.inference;

import org.jspecify.annotations.NullMarked;
