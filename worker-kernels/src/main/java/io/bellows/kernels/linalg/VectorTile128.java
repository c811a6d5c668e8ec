package io.bellows.kernels.linalg;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Tiles for vectors of 4 floats, four of which hold a panel's row. */
final class VectorTile128 extends HalvedVectorTile {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_128;

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
    FloatVector t01 = FloatVector.fromArray(SPECIES, initial, initialAt + 4);
    FloatVector t02 = FloatVector.fromArray(SPECIES, initial, initialAt + 8);
    FloatVector t03 = FloatVector.fromArray(SPECIES, initial, initialAt + 12);
    FloatVector t10 = t00;
    FloatVector t11 = t01;
    FloatVector t12 = t02;
    FloatVector t13 = t03;
    FloatVector t20 = t00;
    FloatVector t21 = t01;
    FloatVector t22 = t02;
    FloatVector t23 = t03;
    FloatVector t30 = t00;
    FloatVector t31 = t01;
    FloatVector t32 = t02;
    FloatVector t33 = t03;
    for (int k = 0; k < depth - 1; k += 2) {
      int xk = xAt + (k >>> 4) * xPanel + (k & 15);
      int yk = yAt + 16 * k;
      FloatVector y0 = FloatVector.fromArray(SPECIES, y, yk);
      FloatVector y1 = FloatVector.fromArray(SPECIES, y, yk + 4);
      FloatVector y2 = FloatVector.fromArray(SPECIES, y, yk + 8);
      FloatVector y3 = FloatVector.fromArray(SPECIES, y, yk + 12);
      FloatVector xi = FloatVector.broadcast(SPECIES, x[xk]);
      t00 = xi.fma(y0, t00);
      t01 = xi.fma(y1, t01);
      t02 = xi.fma(y2, t02);
      t03 = xi.fma(y3, t03);
      xi = FloatVector.broadcast(SPECIES, x[xk + 16]);
      t10 = xi.fma(y0, t10);
      t11 = xi.fma(y1, t11);
      t12 = xi.fma(y2, t12);
      t13 = xi.fma(y3, t13);
      xi = FloatVector.broadcast(SPECIES, x[xk + 32]);
      t20 = xi.fma(y0, t20);
      t21 = xi.fma(y1, t21);
      t22 = xi.fma(y2, t22);
      t23 = xi.fma(y3, t23);
      xi = FloatVector.broadcast(SPECIES, x[xk + 48]);
      t30 = xi.fma(y0, t30);
      t31 = xi.fma(y1, t31);
      t32 = xi.fma(y2, t32);
      t33 = xi.fma(y3, t33);
      y0 = FloatVector.fromArray(SPECIES, y, yk + 16);
      y1 = FloatVector.fromArray(SPECIES, y, yk + 20);
      y2 = FloatVector.fromArray(SPECIES, y, yk + 24);
      y3 = FloatVector.fromArray(SPECIES, y, yk + 28);
      xi = FloatVector.broadcast(SPECIES, x[xk + 1]);
      t00 = xi.fma(y0, t00);
      t01 = xi.fma(y1, t01);
      t02 = xi.fma(y2, t02);
      t03 = xi.fma(y3, t03);
      xi = FloatVector.broadcast(SPECIES, x[xk + 17]);
      t10 = xi.fma(y0, t10);
      t11 = xi.fma(y1, t11);
      t12 = xi.fma(y2, t12);
      t13 = xi.fma(y3, t13);
      xi = FloatVector.broadcast(SPECIES, x[xk + 33]);
      t20 = xi.fma(y0, t20);
      t21 = xi.fma(y1, t21);
      t22 = xi.fma(y2, t22);
      t23 = xi.fma(y3, t23);
      xi = FloatVector.broadcast(SPECIES, x[xk + 49]);
      t30 = xi.fma(y0, t30);
      t31 = xi.fma(y1, t31);
      t32 = xi.fma(y2, t32);
      t33 = xi.fma(y3, t33);
    }
    t00.intoArray(z, zAt);
    t01.intoArray(z, zAt + 4);
    t02.intoArray(z, zAt + 8);
    t03.intoArray(z, zAt + 12);
    t10.intoArray(z, zAt + 16);
    t11.intoArray(z, zAt + 20);
    t12.intoArray(z, zAt + 24);
    t13.intoArray(z, zAt + 28);
    t20.intoArray(z, zAt + 32);
    t21.intoArray(z, zAt + 36);
    t22.intoArray(z, zAt + 40);
    t23.intoArray(z, zAt + 44);
    t30.intoArray(z, zAt + 48);
    t31.intoArray(z, zAt + 52);
    t32.intoArray(z, zAt + 56);
    t33.intoArray(z, zAt + 60);
  }

  @Override
  void transposedHalf(
      float[] x, int xAt, float[] y, int yAt, int depth, float[] sums, int addend, int target) {
    FloatVector t00 = FloatVector.zero(SPECIES);
    FloatVector t01 = t00;
    FloatVector t02 = t00;
    FloatVector t03 = t00;
    FloatVector t10 = t00;
    FloatVector t11 = t00;
    FloatVector t12 = t00;
    FloatVector t13 = t00;
    FloatVector t20 = t00;
    FloatVector t21 = t00;
    FloatVector t22 = t00;
    FloatVector t23 = t00;
    FloatVector t30 = t00;
    FloatVector t31 = t00;
    FloatVector t32 = t00;
    FloatVector t33 = t00;
    for (int k = 0; k < depth; k++) {
      int xk = xAt + 16 * k;
      int yk = yAt + 16 * k;
      FloatVector y0 = FloatVector.fromArray(SPECIES, y, yk);
      FloatVector y1 = FloatVector.fromArray(SPECIES, y, yk + 4);
      FloatVector y2 = FloatVector.fromArray(SPECIES, y, yk + 8);
      FloatVector y3 = FloatVector.fromArray(SPECIES, y, yk + 12);
      FloatVector xi = FloatVector.broadcast(SPECIES, x[xk]);
      t00 = xi.fma(y0, t00);
      t01 = xi.fma(y1, t01);
      t02 = xi.fma(y2, t02);
      t03 = xi.fma(y3, t03);
      xi = FloatVector.broadcast(SPECIES, x[xk + 1]);
      t10 = xi.fma(y0, t10);
      t11 = xi.fma(y1, t11);
      t12 = xi.fma(y2, t12);
      t13 = xi.fma(y3, t13);
      xi = FloatVector.broadcast(SPECIES, x[xk + 2]);
      t20 = xi.fma(y0, t20);
      t21 = xi.fma(y1, t21);
      t22 = xi.fma(y2, t22);
      t23 = xi.fma(y3, t23);
      xi = FloatVector.broadcast(SPECIES, x[xk + 3]);
      t30 = xi.fma(y0, t30);
      t31 = xi.fma(y1, t31);
      t32 = xi.fma(y2, t32);
      t33 = xi.fma(y3, t33);
    }
    t00.add(FloatVector.fromArray(SPECIES, sums, addend)).intoArray(sums, target);
    t01.add(FloatVector.fromArray(SPECIES, sums, addend + 4)).intoArray(sums, target + 4);
    t02.add(FloatVector.fromArray(SPECIES, sums, addend + 8)).intoArray(sums, target + 8);
    t03.add(FloatVector.fromArray(SPECIES, sums, addend + 12)).intoArray(sums, target + 12);
    t10.add(FloatVector.fromArray(SPECIES, sums, addend + 16)).intoArray(sums, target + 16);
    t11.add(FloatVector.fromArray(SPECIES, sums, addend + 20)).intoArray(sums, target + 20);
    t12.add(FloatVector.fromArray(SPECIES, sums, addend + 24)).intoArray(sums, target + 24);
    t13.add(FloatVector.fromArray(SPECIES, sums, addend + 28)).intoArray(sums, target + 28);
    t20.add(FloatVector.fromArray(SPECIES, sums, addend + 32)).intoArray(sums, target + 32);
    t21.add(FloatVector.fromArray(SPECIES, sums, addend + 36)).intoArray(sums, target + 36);
    t22.add(FloatVector.fromArray(SPECIES, sums, addend + 40)).intoArray(sums, target + 40);
    t23.add(FloatVector.fromArray(SPECIES, sums, addend + 44)).intoArray(sums, target + 44);
    t30.add(FloatVector.fromArray(SPECIES, sums, addend + 48)).intoArray(sums, target + 48);
    t31.add(FloatVector.fromArray(SPECIES, sums, addend + 52)).intoArray(sums, target + 52);
    t32.add(FloatVector.fromArray(SPECIES, sums, addend + 56)).intoArray(sums, target + 56);
    t33.add(FloatVector.fromArray(SPECIES, sums, addend + 60)).intoArray(sums, target + 60);
  }
}
