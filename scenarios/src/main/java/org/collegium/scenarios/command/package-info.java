/**
 * The command line. Each command reads what it is given, calls one capability and prints what came of it; nothing is
 * decided here.
 */
@NullMarked
package org.collegium.scenarios.command;

import org.jspecify.annotations.NullMarked;
