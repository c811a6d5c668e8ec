/** Sums and selections whose result does not depend on the order of what goes in. */
@NullMarked
package io.bellows.kernels.statistics;

import org.jspecify.annotations.NullMarked;
