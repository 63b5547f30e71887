/** Tests of the files by which clusters are deployed. */
@NullMarked
package org.collegium.scenarios.deployment;

import org.jspecify.annotations.NullMarked;
