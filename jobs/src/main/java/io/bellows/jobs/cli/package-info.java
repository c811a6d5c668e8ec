/**
 * The commands a person or a scheduler calls: parse, load, run, report, exit code. Does not train.
 */
@NullMarked
package io.bellows.jobs.cli;

import org.jspecify.annotations.NullMarked;
