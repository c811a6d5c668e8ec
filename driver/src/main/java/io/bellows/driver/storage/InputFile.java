package io.bellows.driver.storage;

/**
 * A file that a run read.
 *
 * @param path as listed
 * @param size in bytes
 * @param modified milliseconds since 1970
 */
public record InputFile(String path, long size, long modified) {}
