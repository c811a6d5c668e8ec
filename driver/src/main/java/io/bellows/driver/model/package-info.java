/** A trained model: saved, loaded, applied to tables. */
@NullMarked
package io.bellows.driver.model;

import org.jspecify.annotations.NullMarked;
