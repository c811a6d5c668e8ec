/**
 * The few dense operations the layers need, in two implementations: EJML's, which runs everywhere,
 * and the Vector API's, which reaches the processor's limit. It does not know layers.
 */
@NullMarked
package io.bellows.kernels.linalg;

import org.jspecify.annotations.NullMarked;
