/** What a long run says while it is at work. */
@NullMarked
package io.bellows.driver.progress;

import org.jspecify.annotations.NullMarked;
