package io.bellows.driver.input;

import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;

/** The numbers of Spark ML vectors, dense or sparse. */
public final class VectorNumbers {
  private VectorNumbers() {}

  /** Receives a number and its place. */
  @FunctionalInterface
  public interface Visitor {
    void number(int place, double number);
  }

  /** Visits the numbers other than 0 in the order of their places; NaN is one. */
  public static void forEachOtherThanZero(Vector vector, Visitor visitor) {
    if (vector instanceof SparseVector sparse) {
      int[] places = sparse.indices();
      double[] numbers = sparse.values();
      for (int i = 0; i < places.length; i++) {
        visit(places[i], numbers[i], visitor);
      }
    } else {
      double[] numbers = vector.toArray();
      for (int place = 0; place < numbers.length; place++) {
        visit(place, numbers[place], visitor);
      }
    }
  }

  private static void visit(int place, double number, Visitor visitor) {
    if (number != 0) {
      visitor.number(place, number);
    }
  }
}
