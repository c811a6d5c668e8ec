/** Files and folders, on this machine or behind Hadoop. It does not know what is in them. */
@NullMarked
package io.bellows.driver.storage;

import org.jspecify.annotations.NullMarked;
