/**
 * Moves adapters: the policy by reward, the world model by prediction of observations.
 *
 * <p>Losses, advantages and the optimizer are plain Java over numbers of one adapter; native arrays appear only where
 * the decoder runs forward and backward. Nothing here chooses whom to learn with or when.
 */
@NullMarked
package org.collegium.modelhost.learning;

import org.jspecify.annotations.NullMarked;
