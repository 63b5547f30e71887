/**
 * The report of a run as one page that opens without a network: text and drawings are made here, charts by the scripts
 * that stand beside. What is measured is decided elsewhere.
 */
@NullMarked
package org.collegium.scenarios.report;

import org.jspecify.annotations.NullMarked;
