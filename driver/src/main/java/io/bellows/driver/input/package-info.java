/**
 * Any Spark data source to typed rows, placed by content in shares, validation and test. It does
 * not scale or train.
 */
@NullMarked
package io.bellows.driver.input;

import org.jspecify.annotations.NullMarked;
