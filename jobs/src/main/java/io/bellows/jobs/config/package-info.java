/** Files and overrides to validated records, all problems at once. Does not start anything. */
@NullMarked
package io.bellows.jobs.config;

import org.jspecify.annotations.NullMarked;
