package io.bellows.driver.preparation;

import io.bellows.kernels.data.InputRow;
import java.io.Serializable;

/**
 * A row as the network sees it, on its way to its share.
 *
 * @param features the network's inputs
 * @param targets T numbers; kept, not copied
 */
record PreparedRow(InputRow features, float[] targets, float weight) implements Serializable {}
