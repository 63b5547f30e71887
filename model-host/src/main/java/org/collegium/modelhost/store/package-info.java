/** Where adapters outlive their host: versions that are whole or not there. No native array and no actor here. */
@NullMarked
package org.collegium.modelhost.store;

import org.jspecify.annotations.NullMarked;
