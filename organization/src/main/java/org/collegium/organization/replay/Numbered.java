package org.collegium.organization.replay;

import org.collegium.organization.messagelog.LogProcess;
import org.collegium.organization.messagelog.LogRecord;

/**
 * A record and its place in the log.
 *
 * @param position from 1
 * @param process in whose segment it stands
 */
record Numbered(long position, LogRecord record, LogProcess process) {}
