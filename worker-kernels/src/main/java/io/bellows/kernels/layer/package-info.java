/** Dense layers and dropout as immutable specs. Weights and scratch belong to others. */
@NullMarked
package io.bellows.kernels.layer;

import org.jspecify.annotations.NullMarked;
