package io.bellows.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FloatBytesTest {
  @Test
  void of_floats_isTheirBitsLowestByteFirst() {
    assertThat(FloatBytes.of(new float[] {1, -2.5f}))
        .containsExactly(0, 0, 0x80, 0x3f, 0, 0, 0x20, 0xc0);
  }

  @Test
  void floats_ofAnyBits_areTheSameBits() {
    int[] bits = {0, 0x80000000, 1, 0x7f800000, 0xff800000, 0x7fc00000, 0x7f7fffff, 0x3f8ccccd};
    float[] floats = new float[bits.length];
    IntStream.range(0, bits.length).forEach(i -> floats[i] = Float.intBitsToFloat(bits[i]));

    float[] back = FloatBytes.floats(FloatBytes.of(floats));

    assertThat(IntStream.range(0, bits.length).map(i -> Float.floatToRawIntBits(back[i])))
        .containsExactly(Arrays.stream(bits).boxed().toArray(Integer[]::new));
    assertThat(FloatBytes.floats(FloatBytes.of(new float[0]))).isEmpty();
  }
}
