/** The learning rate at a round. */
@NullMarked
package io.bellows.kernels.schedule;

import org.jspecify.annotations.NullMarked;
