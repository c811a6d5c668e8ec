/**
 * Any Spark data source becomes features, target and weight: the rows a run trains and validates
 * on.
 */
@NullMarked
package io.bellows.driver.input;

import org.jspecify.annotations.NullMarked;
