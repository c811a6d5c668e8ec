package io.bellows.jobs.report;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a request differs in from another one.
 *
 * @param identity settings that make it another run
 * @param inputs files that came, went, or were written again
 * @param free settings that a run may change when it goes on
 * @param reopens whether one of these decides when training ends
 */
record Differences(List<Change> identity, List<Change> inputs, List<Change> free, boolean reopens) {
  private static final int MOST_SHOWN = 8;

  /** In words; empty when there are none. */
  static String sentence(List<Change> some, List<Change> others) {
    List<String> all = Stream.concat(some.stream(), others.stream()).map(Change::sentence).toList();
    int more = all.size() - MOST_SHOWN;
    return String.join("; ", all.subList(0, Math.min(MOST_SHOWN, all.size())))
        + (more > 0 ? "; and " + more + " more" : "");
  }
}
