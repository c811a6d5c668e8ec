/**
 * Reading and writing IDX, the format of MNIST: a short header, then the values of an array of any
 * number of dimensions, row after row. Only unsigned bytes are supported, plain or compressed with
 * gzip.
 */
@NullMarked
package io.bellows.driver.input.idx;

import org.jspecify.annotations.NullMarked;
