/**
 * Reads scenario files: HOCON into records, with every error of a file reported at once and at its place. The meaning
 * of each key stands in {@code conf/reference.conf}.
 */
@NullMarked
package org.collegium.scenarios.configuration;

import org.jspecify.annotations.NullMarked;
