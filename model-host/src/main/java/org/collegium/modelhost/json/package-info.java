/** What readers of JSON files have in common; it knows no file format. */
@NullMarked
package org.collegium.modelhost.json;

import org.jspecify.annotations.NullMarked;
