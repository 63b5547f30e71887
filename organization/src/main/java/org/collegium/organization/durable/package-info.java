/**
 * Where the states that actors keep from round to round are stored, and the adapters of a cluster. No Pekko here: it is
 * told by configuration.
 */
@NullMarked
package org.collegium.organization.durable;

import org.jspecify.annotations.NullMarked;
