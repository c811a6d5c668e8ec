/**
 * A run's state written whole and read back whole. It does not decide whether a run may go on: that
 * is the output folder's rule.
 */
@NullMarked
package io.bellows.driver.checkpoint;

import org.jspecify.annotations.NullMarked;
