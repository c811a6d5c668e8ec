/** Runs on a real standalone cluster on this machine that meet with trouble. */
@NullMarked
package io.bellows.jobs.cluster;

import org.jspecify.annotations.NullMarked;
