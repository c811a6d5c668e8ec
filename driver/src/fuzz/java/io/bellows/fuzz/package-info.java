/** Damages inputs and feeds them to parsers; shared by the tests of several modules. */
@NullMarked
package io.bellows.fuzz;

import org.jspecify.annotations.NullMarked;
