package io.bellows.kernels.data;

/** Different numbers by their bits, in the order in which they came, up to a limit. */
final class NumberTable {
  private static final int SLOTS_TO_A_NUMBER = 4;

  private final float[] numbers;
  private final int[] slots;
  private int count;
  private boolean isFull;

  /**
   * An empty table.
   *
   * @param limit a power of two
   */
  NumberTable(int limit) {
    this.numbers = new float[limit];
    this.slots = new int[SLOTS_TO_A_NUMBER * limit];
  }

  /** Adds a number that is not there yet; once there are more than the limit, nothing. */
  void add(float number) {
    if (isFull) {
      return;
    }
    int slot = slot(Float.floatToRawIntBits(number));
    if (slots[slot] == 0) {
      if (count == numbers.length) {
        isFull = true;
        return;
      }
      numbers[count++] = number;
      slots[slot] = count;
    }
  }

  /** Whether there were more numbers than the limit. */
  boolean isFull() {
    return isFull;
  }

  /** The place of a number that was added. */
  int place(float number) {
    return slots[slot(Float.floatToRawIntBits(number))] - 1;
  }

  /** The numbers by their places, then zeros. */
  float[] numbers() {
    return numbers;
  }

  /** Where a number stands, as its place + 1, or would. */
  private int slot(int bits) {
    int slot = hash(bits);
    while (slots[slot] != 0 && Float.floatToRawIntBits(numbers[slots[slot] - 1]) != bits) {
      slot = slot + 1 & slots.length - 1;
    }
    return slot;
  }

  /** The upper bits of a product, to which all bits contribute: those of floats alike end in 0s. */
  private int hash(int bits) {
    int mixed = (bits ^ bits >>> 15) * 0x9E3779B9;
    return mixed >>> 16 & slots.length - 1;
  }
}
