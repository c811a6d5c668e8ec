/** How fast the products of training are in this JVM. It knows nothing of rounds and engines. */
@NullMarked
package io.bellows.kernels.speed;

import org.jspecify.annotations.NullMarked;
