/** Floor 4: worlds, experiments, reports and the command line. */
@NullMarked
package org.collegium.scenarios;

import org.jspecify.annotations.NullMarked;
