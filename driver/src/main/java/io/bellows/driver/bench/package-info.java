/**
 * Measures what training can expect of a cluster or a machine: kernels, engines, rounds. It trains
 * with the real engines and throws the weights away.
 */
@NullMarked
package io.bellows.driver.bench;

import org.jspecify.annotations.NullMarked;
