/** What trained networks reach on real data; slow, and not part of {@code verify}. */
@NullMarked
package io.bellows.jobs.quality;

import org.jspecify.annotations.NullMarked;
