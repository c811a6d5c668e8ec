/** A whole run on Spark: data, network, loop, outcome. */
@NullMarked
package io.bellows.driver.training;

import org.jspecify.annotations.NullMarked;
