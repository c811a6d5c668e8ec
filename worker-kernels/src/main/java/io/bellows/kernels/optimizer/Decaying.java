package io.bellows.kernels.optimizer;

/**
 * Numbers that decay from round to round where no gradient comes any more, as those of a dead unit
 * do: they would pass into subnormal numbers and never leave them, and a processor takes a hundred
 * times as long for those.
 */
final class Decaying {
  /**
   * Added and taken away again, it leaves multiples of its last bit, 2⁻⁹⁷ or 6·10⁻³⁰: far below
   * what changes a weight, and far enough from subnormal numbers to be multiplied with a rate.
   */
  static final float FLOOR = 0x1p-74f;

  /** The same for squares of gradients, which are smaller: multiples of 2⁻¹²³ are left. */
  static final float SQUARE_FLOOR = 0x1p-100f;

  private Decaying() {}

  /** The decaying mean of numbers after another one, kept · mean + added · number. */
  static float mean(float mean, float kept, float number, float added) {
    return kept * mean + added * number + FLOOR - FLOOR;
  }

  /** The decaying mean of squares after another number, kept · mean + added · number². */
  static float meanSquare(float mean, float kept, float number, float added) {
    return kept * mean + added * number * number + SQUARE_FLOOR - SQUARE_FLOOR;
  }
}
