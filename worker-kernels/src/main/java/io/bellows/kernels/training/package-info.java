/**
 * The training loop, the update of a round, early stopping, the state of a run, and the trainer
 * that needs no Spark.
 */
@NullMarked
package io.bellows.kernels.training;

import org.jspecify.annotations.NullMarked;
