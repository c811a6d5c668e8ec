package io.bellows.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IntBytesTest {
  @Test
  void of_anyNumbers_comeBack() {
    int[] ints = {0, 1, -1, 1024, Integer.MAX_VALUE, Integer.MIN_VALUE};
    assertThat(IntBytes.ints(IntBytes.of(ints))).containsExactly(ints);
    assertThat(IntBytes.of(new int[] {0x01020304})).containsExactly(4, 3, 2, 1);
  }
}
