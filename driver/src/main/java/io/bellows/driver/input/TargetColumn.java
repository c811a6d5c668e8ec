package io.bellows.driver.input;

import java.io.Serializable;

/**
 * A column that is to be predicted.
 *
 * @param isText whether its values are texts; else they are numbers
 */
public record TargetColumn(String name, boolean isText) implements Serializable {}
