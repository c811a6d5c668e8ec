package io.bellows.driver.preparation;

import java.io.Serializable;

/**
 * A row as the network sees it, on its way to its share.
 *
 * @param features the network's inputs; kept, not copied
 * @param targets T numbers; kept, not copied
 */
record PreparedRow(float[] features, float[] targets, float weight) implements Serializable {}
