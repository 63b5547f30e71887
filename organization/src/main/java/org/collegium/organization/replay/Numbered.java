package org.collegium.organization.replay;

import org.collegium.organization.messagelog.LogRecord;

/**
 * A record and its place in the log.
 *
 * @param position from 1
 */
record Numbered(long position, LogRecord record) {}
