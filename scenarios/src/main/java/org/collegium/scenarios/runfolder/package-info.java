/** Where everything of a run is kept, and how it comes there whole or not at all. */
@NullMarked
package org.collegium.scenarios.runfolder;

import org.jspecify.annotations.NullMarked;
