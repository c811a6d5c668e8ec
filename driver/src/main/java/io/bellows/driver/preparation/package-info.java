/**
 * What is learned from the training rows before training (means, categories, labels), fitted
 * reproducibly and carried by Spark ML's model classes.
 */
@NullMarked
package io.bellows.driver.preparation;

import org.jspecify.annotations.NullMarked;
