/** Loss and metrics over a data set, one Spark job. */
@NullMarked
package io.bellows.driver.evaluation;

import org.jspecify.annotations.NullMarked;
