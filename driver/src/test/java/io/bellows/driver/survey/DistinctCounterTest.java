package io.bellows.driver.survey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.junit.jupiter.api.Test;

class DistinctCounterTest {
  private static DistinctCounter counted(int from, int to) {
    DistinctCounter counter = new DistinctCounter();
    for (int i = from; i < to; i++) {
      counter.add("text " + i);
      counter.add("text " + i);
    }
    return counter;
  }

  @Test
  void count_upToItsRoom_isExact() {
    assertThat(counted(0, 0).count()).isZero();
    assertThat(counted(0, 1).count()).isEqualTo(1);
    assertThat(counted(0, DistinctCounter.KEPT).count()).isEqualTo(DistinctCounter.KEPT);
  }

  /** The deviation is 1 / sqrt({@link DistinctCounter#KEPT}), 3 %; four of them. */
  @Test
  void count_beyondItsRoom_isNear() {
    assertThat((double) counted(0, 200_000).count()).isCloseTo(200_000, within(200_000 * 0.125));
  }

  @Test
  void merge_overlappingParts_countsAsOne() {
    DistinctCounter parts = counted(0, 700);
    parts.merge(counted(300, 900));
    assertThat(parts.count()).isEqualTo(900);
    DistinctCounter many = counted(5_000, 20_000);
    many.merge(counted(0, 10_000));
    assertThat(many.count()).isEqualTo(counted(0, 20_000).count());
  }

  @Test
  void serialized_readAgain_countsOn() throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(counted(0, 5_000));
    }
    assertThat(bytes.size()).isLessThan(9 * DistinctCounter.KEPT);
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      DistinctCounter read = (DistinctCounter) in.readObject();
      read.merge(counted(4_000, 9_000));
      assertThat(read.count()).isEqualTo(counted(0, 9_000).count());
    }
  }

  @Test
  void add_numbers_hasOneZero() {
    DistinctCounter counter = new DistinctCounter();
    for (double number : new double[] {0.0, -0.0, 1, 1.5, 1}) {
      counter.add(number);
    }
    assertThat(counter.count()).isEqualTo(3);
  }
}
