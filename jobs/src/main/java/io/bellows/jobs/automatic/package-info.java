/** From a table and the name of its target to a whole configuration, and why it is so. */
@NullMarked
package io.bellows.jobs.automatic;

import org.jspecify.annotations.NullMarked;
