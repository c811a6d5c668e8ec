/** Looks at a table before anything is configured: what its columns hold. */
@NullMarked
package io.bellows.driver.survey;

import org.jspecify.annotations.NullMarked;
