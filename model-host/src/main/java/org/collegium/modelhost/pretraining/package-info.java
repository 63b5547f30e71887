/**
 * Trains a base model from scratch and writes it as a Hugging Face folder.
 *
 * <p>What is learned from comes through {@link org.collegium.modelhost.pretraining.Corpus}; no text, grammar or world
 * lives here.
 */
@NullMarked
package org.collegium.modelhost.pretraining;

import org.jspecify.annotations.NullMarked;
