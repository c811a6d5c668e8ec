/** Carries out rounds on Spark. It knows packed rows and networks, not tables. */
@NullMarked
package io.bellows.driver.engine;

import org.jspecify.annotations.NullMarked;
