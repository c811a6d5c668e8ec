/**
 * Counter-based random numbers: any draw from a key and a position, without a sequence to replay.
 */
@NullMarked
package io.bellows.kernels.random;

import org.jspecify.annotations.NullMarked;
