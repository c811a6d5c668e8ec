package io.bellows.kernels.gang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class MeetingTest {
  private static final int MEETINGS = 5_000;

  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  /** Plain, unguarded numbers: each member writes its own, and after a meeting reads all. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8})
  void await_manyMeetings_showsWhatAllWroteBefore(int members) throws Exception {
    Meeting meeting = new Meeting(members);
    int[] written = new int[16 * members];
    List<Callable<Integer>> tasks = new ArrayList<>();
    for (int member = 0; member < members; member++) {
      int own = 16 * member;
      tasks.add(
          () -> {
            int wrong = 0;
            for (int round = 1; round <= MEETINGS; round++) {
              written[own] = round;
              meeting.await(() -> false);
              for (int other = 0; other < members; other++) {
                wrong += written[16 * other] == round ? 0 : 1;
              }
              meeting.await(() -> false);
            }
            return wrong;
          });
    }
    for (Future<Integer> wrong : threads.invokeAll(tasks)) {
      assertThat(wrong.get()).isZero();
    }
  }

  @Test
  void poison_membersWaiting_endsTheirWait() throws Exception {
    Meeting meeting = new Meeting(3);
    Future<?> first = threads.submit(() -> meeting.await(() -> false));
    Future<?> second = threads.submit(() -> meeting.await(() -> false));
    meeting.poison();
    for (Future<?> member : List.of(first, second)) {
      assertThatThrownBy(member::get)
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOf(Meeting.Broken.class)
          .hasMessage("another member of the gang has failed");
    }
    assertThatThrownBy(() -> meeting.await(() -> false)).isInstanceOf(Meeting.Broken.class);
  }

  /** However short its waits: alone, it never waits. */
  @Test
  void await_memberCancelledBefore_isBroken() {
    Meeting meeting = new Meeting(1);
    meeting.await(() -> false);
    assertThatThrownBy(() -> meeting.await(() -> true))
        .isInstanceOf(Meeting.Broken.class)
        .hasMessage("this member of the gang was cancelled");
  }

  @Test
  void await_memberCancelled_endsAllWaits() throws Exception {
    Meeting meeting = new Meeting(3);
    AtomicBoolean cancelled = new AtomicBoolean();
    CountDownLatch asked = new CountDownLatch(1);
    Future<?> cancelledMember =
        threads.submit(
            () ->
                meeting.await(
                    () -> {
                      asked.countDown();
                      return cancelled.get();
                    }));
    Future<?> other = threads.submit(() -> meeting.await(() -> false));
    asked.await();
    cancelled.set(true);
    assertThatThrownBy(cancelledMember::get)
        .cause()
        .hasMessage("this member of the gang was cancelled");
    assertThatThrownBy(other::get).cause().hasMessage("another member of the gang has failed");
  }
}
