/** Text to token ids and back. */
@NullMarked
package org.collegium.modelhost.tokenizer;

import org.jspecify.annotations.NullMarked;
