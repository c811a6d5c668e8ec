/**
 * Several tasks that carry a state through a segment together, in the memory of one JVM. It does
 * not know who starts the tasks.
 */
@NullMarked
package io.bellows.kernels.gang;

import org.jspecify.annotations.NullMarked;
