/** What is measured on a finished or running organization, and how values of several seeds become one estimate. */
@NullMarked
package org.collegium.scenarios.measure;

import org.jspecify.annotations.NullMarked;
