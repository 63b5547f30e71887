/** Tests of replay: faithful logs pass, and every forgery is named. */
@NullMarked
package org.collegium.organization.replay;

import org.jspecify.annotations.NullMarked;
