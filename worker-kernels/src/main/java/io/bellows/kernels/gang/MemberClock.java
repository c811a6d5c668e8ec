package io.bellows.kernels.gang;

import io.bellows.kernels.linalg.TileSink;
import io.bellows.kernels.training.RoundTimes;

/**
 * Where a member's time goes. It looks at the time twice a meeting. The update follows each tile of
 * a gradient, too closely for a look every time: it is measured in one round of {@link #EVERY}, and
 * is taken to have the same part of the work in the others.
 */
final class MemberClock {
  private static final int EVERY = 16;

  private long last;
  private long work;
  private long meeting;
  private long sampledWork;
  private long sampledUpdate;
  private boolean isSampled;

  /** The member begins its rounds; what was before does not count. */
  void start() {
    work = 0;
    meeting = 0;
    last = System.nanoTime();
  }

  /** A round begins, counted from 0 in the segment. */
  void round(int number) {
    isSampled = number % EVERY == 0;
  }

  /** The member comes to a meeting. */
  void worked() {
    long spent = lap();
    work += spent;
    if (isSampled) {
      sampledWork += spent;
    }
  }

  /** The meeting is over. */
  void met() {
    meeting += lap();
  }

  private long lap() {
    long now = System.nanoTime();
    long spent = now - last;
    last = now;
    return spent;
  }

  /** Something that belongs to the update begins now. */
  void updating() {
    if (isSampled) {
      sampledUpdate -= System.nanoTime();
    }
  }

  /** It has ended. */
  void updated() {
    if (isSampled) {
      sampledUpdate += System.nanoTime();
    }
  }

  /** The same sink; in some rounds one that looks how long it takes. */
  TileSink watched(TileSink update) {
    return isSampled ? timed(update) : update;
  }

  private TileSink timed(TileSink update) {
    return (sums, from, place, length) -> {
      updating();
      update.accept(sums, from, place, length);
      updated();
    };
  }

  /** The member's part in a mean over all members. */
  RoundTimes times(int members) {
    double updating = sampledWork == 0 ? 0 : Math.min(1, (double) sampledUpdate / sampledWork);
    long update = Math.round(updating * work);
    return new RoundTimes((work - update) / members, meeting / members, update / members);
  }
}
