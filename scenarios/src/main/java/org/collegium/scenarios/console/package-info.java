/** What a person sees in a terminal: tables, progress, numbers as words. Pure but for the two classes that print. */
@NullMarked
package org.collegium.scenarios.console;

import org.jspecify.annotations.NullMarked;
