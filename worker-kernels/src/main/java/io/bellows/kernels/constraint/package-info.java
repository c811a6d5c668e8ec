/** What weights must satisfy after each update. */
@NullMarked
package io.bellows.kernels.constraint;

import org.jspecify.annotations.NullMarked;
