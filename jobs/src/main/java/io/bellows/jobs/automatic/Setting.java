package io.bellows.jobs.automatic;

/**
 * A setting that follows from the data.
 *
 * @param key as configurations have it
 * @param value a text, a number, true or false, or a list of them
 * @param reason a short comment
 */
record Setting(String key, Object value, String reason) {}
