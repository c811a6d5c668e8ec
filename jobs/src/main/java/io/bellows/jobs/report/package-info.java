/**
 * What a run did, for people and for machines: its folder, its figures, its end. Does not compute
 * them.
 */
@NullMarked
package io.bellows.jobs.report;

import org.jspecify.annotations.NullMarked;
