/**
 * What a first run needs and no download brings: hand-drawn looking digits, made on the spot, on
 * which a network beats a linear model, overfits, and is helped by dropout and early stopping.
 */
@NullMarked
package io.bellows.jobs.quickstart;

import org.jspecify.annotations.NullMarked;
