/**
 * The front desk: a company's representative refunds only whoever names the right field. Its language, world, dialect,
 * curriculum and pretraining corpus; nothing here knows of actors or of a model.
 */
@NullMarked
package org.collegium.scenarios.frontdesk;

import org.jspecify.annotations.NullMarked;
