package io.bellows.kernels.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NumberTableTest {
  @Test
  void add_numbersAgain_keepTheirPlaces() {
    NumberTable table = new NumberTable(4);
    for (float number : new float[] {0f, 7f, -0f, 7f, 0f, Float.NaN}) {
      table.add(number);
    }
    assertThat(table.isFull()).isFalse();
    assertThat(table.place(0f)).isZero();
    assertThat(table.place(7f)).isEqualTo(1);
    assertThat(table.place(-0f)).isEqualTo(2);
    assertThat(table.place(Float.NaN)).isEqualTo(3);
    assertThat(table.numbers()).containsExactly(0f, 7f, -0f, Float.NaN);
  }

  @Test
  void add_oneMoreThanTheLimit_isFull() {
    NumberTable table = new NumberTable(256);
    for (int i = 0; i < 256; i++) {
      table.add(i / 255f);
      table.add(i / 255f);
    }
    assertThat(table.isFull()).isFalse();
    for (int i = 0; i < 256; i++) {
      assertThat(table.place(i / 255f)).isEqualTo(i);
    }
    table.add(2f);
    assertThat(table.isFull()).isTrue();
  }
}
