package io.bellows.driver.checkpoint;

import io.bellows.driver.input.TableDeclaration;
import io.bellows.driver.preparation.ClassWeights;
import io.bellows.driver.preparation.Preparation;

/**
 * What a run learned from its data before the first round, and chose: what the same run, taken up
 * again, must not learn or choose anew.
 *
 * @param kernels the setting that names them
 */
public record FittedRun(
    Preparation preparation,
    ClassWeights classWeights,
    TableDeclaration declaration,
    DataFingerprint fingerprint,
    String kernels) {}
