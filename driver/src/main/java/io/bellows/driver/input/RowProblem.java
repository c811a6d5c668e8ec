package io.bellows.driver.input;

/**
 * Why a row cannot be used.
 *
 * @param what is wrong
 * @param advice what can be done about it
 */
record RowProblem(String what, String advice) {}
