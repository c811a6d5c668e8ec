/** Quality figures as mergeable sums; each metric knows its direction. */
@NullMarked
package io.bellows.kernels.metric;

import org.jspecify.annotations.NullMarked;
