package io.bellows.kernels.linalg;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Tiles for vectors of 8 floats, two of which hold a panel's row. */
final class VectorTile256 extends HalvedVectorTile {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_256;

  @Override
  void multiplyHalf(
      float[] x,
      int xAt,
      int xPanel,
      float[] y,
      int yAt,
      int depth,
      float[] initial,
      int initialAt,
      float[] z,
      int zAt) {
    FloatVector t00 = FloatVector.fromArray(SPECIES, initial, initialAt);
    FloatVector t01 = FloatVector.fromArray(SPECIES, initial, initialAt + 8);
    FloatVector t10 = t00;
    FloatVector t11 = t01;
    FloatVector t20 = t00;
    FloatVector t21 = t01;
    FloatVector t30 = t00;
    FloatVector t31 = t01;
    for (int k = 0; k < depth - 1; k += 2) {
      int xk = xAt + (k >>> 4) * xPanel + (k & 15);
      int yk = yAt + 16 * k;
      FloatVector y0 = FloatVector.fromArray(SPECIES, y, yk);
      FloatVector y1 = FloatVector.fromArray(SPECIES, y, yk + 8);
      FloatVector xi = FloatVector.broadcast(SPECIES, x[xk]);
      t00 = xi.fma(y0, t00);
      t01 = xi.fma(y1, t01);
      xi = FloatVector.broadcast(SPECIES, x[xk + 16]);
      t10 = xi.fma(y0, t10);
      t11 = xi.fma(y1, t11);
      xi = FloatVector.broadcast(SPECIES, x[xk + 32]);
      t20 = xi.fma(y0, t20);
      t21 = xi.fma(y1, t21);
      xi = FloatVector.broadcast(SPECIES, x[xk + 48]);
      t30 = xi.fma(y0, t30);
      t31 = xi.fma(y1, t31);
      y0 = FloatVector.fromArray(SPECIES, y, yk + 16);
      y1 = FloatVector.fromArray(SPECIES, y, yk + 24);
      xi = FloatVector.broadcast(SPECIES, x[xk + 1]);
      t00 = xi.fma(y0, t00);
      t01 = xi.fma(y1, t01);
      xi = FloatVector.broadcast(SPECIES, x[xk + 17]);
      t10 = xi.fma(y0, t10);
      t11 = xi.fma(y1, t11);
      xi = FloatVector.broadcast(SPECIES, x[xk + 33]);
      t20 = xi.fma(y0, t20);
      t21 = xi.fma(y1, t21);
      xi = FloatVector.broadcast(SPECIES, x[xk + 49]);
      t30 = xi.fma(y0, t30);
      t31 = xi.fma(y1, t31);
    }
    t00.intoArray(z, zAt);
    t01.intoArray(z, zAt + 8);
    t10.intoArray(z, zAt + 16);
    t11.intoArray(z, zAt + 24);
    t20.intoArray(z, zAt + 32);
    t21.intoArray(z, zAt + 40);
    t30.intoArray(z, zAt + 48);
    t31.intoArray(z, zAt + 56);
  }

  @Override
  void transposedHalf(
      float[] x, int xAt, float[] y, int yAt, int depth, float[] sums, int addend, int target) {
    FloatVector t00 = FloatVector.zero(SPECIES);
    FloatVector t01 = t00;
    FloatVector t10 = t00;
    FloatVector t11 = t00;
    FloatVector t20 = t00;
    FloatVector t21 = t00;
    FloatVector t30 = t00;
    FloatVector t31 = t00;
    for (int k = 0; k < depth; k++) {
      int xk = xAt + 16 * k;
      int yk = yAt + 16 * k;
      FloatVector y0 = FloatVector.fromArray(SPECIES, y, yk);
      FloatVector y1 = FloatVector.fromArray(SPECIES, y, yk + 8);
      FloatVector xi = FloatVector.broadcast(SPECIES, x[xk]);
      t00 = xi.fma(y0, t00);
      t01 = xi.fma(y1, t01);
      xi = FloatVector.broadcast(SPECIES, x[xk + 1]);
      t10 = xi.fma(y0, t10);
      t11 = xi.fma(y1, t11);
      xi = FloatVector.broadcast(SPECIES, x[xk + 2]);
      t20 = xi.fma(y0, t20);
      t21 = xi.fma(y1, t21);
      xi = FloatVector.broadcast(SPECIES, x[xk + 3]);
      t30 = xi.fma(y0, t30);
      t31 = xi.fma(y1, t31);
    }
    t00.add(FloatVector.fromArray(SPECIES, sums, addend)).intoArray(sums, target);
    t01.add(FloatVector.fromArray(SPECIES, sums, addend + 8)).intoArray(sums, target + 8);
    t10.add(FloatVector.fromArray(SPECIES, sums, addend + 16)).intoArray(sums, target + 16);
    t11.add(FloatVector.fromArray(SPECIES, sums, addend + 24)).intoArray(sums, target + 24);
    t20.add(FloatVector.fromArray(SPECIES, sums, addend + 32)).intoArray(sums, target + 32);
    t21.add(FloatVector.fromArray(SPECIES, sums, addend + 40)).intoArray(sums, target + 40);
    t30.add(FloatVector.fromArray(SPECIES, sums, addend + 48)).intoArray(sums, target + 48);
    t31.add(FloatVector.fromArray(SPECIES, sums, addend + 56)).intoArray(sums, target + 56);
  }
}
