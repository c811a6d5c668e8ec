package io.bellows.kernels.gang;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Where the members of a gang wait for each other, again and again. What a member wrote before it
 * came is seen by all after they have met.
 *
 * <p>A wait spins, since members mostly come within microseconds; then yields, since there may be
 * fewer cores than threads; then parks, for some microseconds at a time. It looks all the while
 * whether the meeting was poisoned, and before it waits and while it parks whether its own member
 * was cancelled: whoever fails poisons the meeting, so that nobody waits for a member that never
 * comes.
 */
public final class Meeting {
  private static final int SPINS = 1_000;
  private static final int YIELDS = 2_000;
  private static final long PARK_NANOS = 50_000;

  private final int members;
  private final AtomicInteger arrived = new AtomicInteger();
  private volatile int generation;
  private volatile boolean poisoned;

  /** A member was cancelled, or another one failed. */
  public static final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Broken(String message) {
      super(message);
    }
  }

  /** A meeting of some members. */
  public Meeting(int members) {
    this.members = members;
  }

  /**
   * Waits for the others.
   *
   * @param cancelled asked at first, and while waiting
   * @throws Broken when the meeting is poisoned, or this member was cancelled
   */
  public void await(BooleanSupplier cancelled) {
    requireNotCancelled(cancelled);
    int current = generation;
    if (arrived.incrementAndGet() == members) {
      arrived.set(0);
      generation = current + 1;
    }
    int turns = 0;
    while (generation == current) {
      pause(turns++, cancelled);
    }
    if (poisoned) {
      throw new Broken("another member of the gang has failed");
    }
  }

  private void pause(int turns, BooleanSupplier cancelled) {
    if (poisoned) {
      throw new Broken("another member of the gang has failed");
    }
    if (turns < SPINS) {
      Thread.onSpinWait();
    } else if (turns < YIELDS) {
      Thread.yield();
    } else {
      requireNotCancelled(cancelled);
      LockSupport.parkNanos(PARK_NANOS);
    }
  }

  private void requireNotCancelled(BooleanSupplier cancelled) {
    if (cancelled.getAsBoolean()) {
      poison();
      throw new Broken("this member of the gang was cancelled");
    }
  }

  /** Ends all waits, now and later. */
  public void poison() {
    poisoned = true;
  }
}
