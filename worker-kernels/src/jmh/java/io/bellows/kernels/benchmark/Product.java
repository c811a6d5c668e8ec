package io.bellows.kernels.benchmark;

/**
 * A product of two matrices, ready to be computed again and again into the same place: operands and
 * result lie as the implementation has them in training, or wants them.
 */
interface Product {
  /** Forms all numbers of the result anew. */
  void run();

  /** A number of the result. */
  float get(int row, int column);

  /** Which of the three products of training it is. */
  enum Kind {
    /** A·W: the way forward. */
    MULTIPLY("A·W", false, false),

    /** Aᵀ·dZ: the gradient of the weights. */
    TRANSPOSED_MULTIPLY("Aᵀ·dZ", true, false),

    /** dZ·Wᵀ: the gradient of what came in. */
    MULTIPLY_BY_TRANSPOSED("dZ·Wᵀ", false, true);

    final String symbol;
    final boolean isLeftTransposed;
    final boolean isRightTransposed;

    Kind(String symbol, boolean isLeftTransposed, boolean isRightTransposed) {
      this.symbol = symbol;
      this.isLeftTransposed = isLeftTransposed;
      this.isRightTransposed = isRightTransposed;
    }
  }
}
