package io.bellows.kernels.linalg;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Tiles for vectors of 16 floats: a panel's row is one vector, and 24 of them are accumulated. */
final class VectorTile512 implements VectorTile {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_512;

  @Override
  public void multiply(
      float[] x,
      int xAt,
      int xPanel,
      float[] y,
      int yAt,
      int yPanel,
      int panels,
      int depth,
      float[] initial,
      int initialAt,
      float[] z,
      int zAt,
      int zPanel) {
    switch (panels) {
      case 1 -> multiply1(x, xAt, xPanel, y, yAt, depth, initial, initialAt, z, zAt);
      case 2 ->
          multiply2(x, xAt, xPanel, y, yAt, yPanel, depth, initial, initialAt, z, zAt, zPanel);
      default ->
          multiply3(x, xAt, xPanel, y, yAt, yPanel, depth, initial, initialAt, z, zAt, zPanel);
    }
    if ((depth & 1) != 0) {
      VectorLastStep.add(x, xAt, xPanel, y, yAt, yPanel, panels, depth, z, zAt, zPanel);
    }
  }

  private static void multiply3(
      float[] x,
      int xAt,
      int xPanel,
      float[] y,
      int yAt,
      int yPanel,
      int depth,
      float[] initial,
      int initialAt,
      float[] z,
      int zAt,
      int zPanel) {
    FloatVector t00 = FloatVector.fromArray(SPECIES, initial, initialAt);
    FloatVector t01 = FloatVector.fromArray(SPECIES, initial, initialAt + 16);
    FloatVector t02 = FloatVector.fromArray(SPECIES, initial, initialAt + 32);
    FloatVector t10 = t00;
    FloatVector t11 = t01;
    FloatVector t12 = t02;
    FloatVector t20 = t00;
    FloatVector t21 = t01;
    FloatVector t22 = t02;
    FloatVector t30 = t00;
    FloatVector t31 = t01;
    FloatVector t32 = t02;
    FloatVector t40 = t00;
    FloatVector t41 = t01;
    FloatVector t42 = t02;
    FloatVector t50 = t00;
    FloatVector t51 = t01;
    FloatVector t52 = t02;
    FloatVector t60 = t00;
    FloatVector t61 = t01;
    FloatVector t62 = t02;
    FloatVector t70 = t00;
    FloatVector t71 = t01;
    FloatVector t72 = t02;
    for (int k = 0; k < depth - 1; k += 2) {
      int xk = xAt + (k >>> 4) * xPanel + (k & 15);
      int yk = yAt + 16 * k;
      FloatVector y0 = FloatVector.fromArray(SPECIES, y, yk);
      FloatVector y1 = FloatVector.fromArray(SPECIES, y, yk + yPanel);
      FloatVector y2 = FloatVector.fromArray(SPECIES, y, yk + 2 * yPanel);
      FloatVector xi = FloatVector.broadcast(SPECIES, x[xk]);
      t00 = xi.fma(y0, t00);
      t01 = xi.fma(y1, t01);
      t02 = xi.fma(y2, t02);
      xi = FloatVector.broadcast(SPECIES, x[xk + 16]);
      t10 = xi.fma(y0, t10);
      t11 = xi.fma(y1, t11);
      t12 = xi.fma(y2, t12);
      xi = FloatVector.broadcast(SPECIES, x[xk + 32]);
      t20 = xi.fma(y0, t20);
      t21 = xi.fma(y1, t21);
      t22 = xi.fma(y2, t22);
      xi = FloatVector.broadcast(SPECIES, x[xk + 48]);
      t30 = xi.fma(y0, t30);
      t31 = xi.fma(y1, t31);
      t32 = xi.fma(y2, t32);
      xi = FloatVector.broadcast(SPECIES, x[xk + 64]);
      t40 = xi.fma(y0, t40);
      t41 = xi.fma(y1, t41);
      t42 = xi.fma(y2, t42);
      xi = FloatVector.broadcast(SPECIES, x[xk + 80]);
      t50 = xi.fma(y0, t50);
      t51 = xi.fma(y1, t51);
      t52 = xi.fma(y2, t52);
      xi = FloatVector.broadcast(SPECIES, x[xk + 96]);
      t60 = xi.fma(y0, t60);
      t61 = xi.fma(y1, t61);
      t62 = xi.fma(y2, t62);
      xi = FloatVector.broadcast(SPECIES, x[xk + 112]);
      t70 = xi.fma(y0, t70);
      t71 = xi.fma(y1, t71);
      t72 = xi.fma(y2, t72);
      y0 = FloatVector.fromArray(SPECIES, y, yk + 16);
      y1 = FloatVector.fromArray(SPECIES, y, yk + 16 + yPanel);
      y2 = FloatVector.fromArray(SPECIES, y, yk + 16 + 2 * yPanel);
      xi = FloatVector.broadcast(SPECIES, x[xk + 1]);
      t00 = xi.fma(y0, t00);
      t01 = xi.fma(y1, t01);
      t02 = xi.fma(y2, t02);
      xi = FloatVector.broadcast(SPECIES, x[xk + 17]);
      t10 = xi.fma(y0, t10);
      t11 = xi.fma(y1, t11);
      t12 = xi.fma(y2, t12);
      xi = FloatVector.broadcast(SPECIES, x[xk + 33]);
      t20 = xi.fma(y0, t20);
      t21 = xi.fma(y1, t21);
      t22 = xi.fma(y2, t22);
      xi = FloatVector.broadcast(SPECIES, x[xk + 49]);
      t30 = xi.fma(y0, t30);
      t31 = xi.fma(y1, t31);
      t32 = xi.fma(y2, t32);
      xi = FloatVector.broadcast(SPECIES, x[xk + 65]);
      t40 = xi.fma(y0, t40);
      t41 = xi.fma(y1, t41);
      t42 = xi.fma(y2, t42);
      xi = FloatVector.broadcast(SPECIES, x[xk + 81]);
      t50 = xi.fma(y0, t50);
      t51 = xi.fma(y1, t51);
      t52 = xi.fma(y2, t52);
      xi = FloatVector.broadcast(SPECIES, x[xk + 97]);
      t60 = xi.fma(y0, t60);
      t61 = xi.fma(y1, t61);
      t62 = xi.fma(y2, t62);
      xi = FloatVector.broadcast(SPECIES, x[xk + 113]);
      t70 = xi.fma(y0, t70);
      t71 = xi.fma(y1, t71);
      t72 = xi.fma(y2, t72);
    }
    t00.intoArray(z, zAt);
    t10.intoArray(z, zAt + 16);
    t20.intoArray(z, zAt + 32);
    t30.intoArray(z, zAt + 48);
    t40.intoArray(z, zAt + 64);
    t50.intoArray(z, zAt + 80);
    t60.intoArray(z, zAt + 96);
    t70.intoArray(z, zAt + 112);
    int z1 = zAt + zPanel;
    t01.intoArray(z, z1);
    t11.intoArray(z, z1 + 16);
    t21.intoArray(z, z1 + 32);
    t31.intoArray(z, z1 + 48);
    t41.intoArray(z, z1 + 64);
    t51.intoArray(z, z1 + 80);
    t61.intoArray(z, z1 + 96);
    t71.intoArray(z, z1 + 112);
    int z2 = zAt + 2 * zPanel;
    t02.intoArray(z, z2);
    t12.intoArray(z, z2 + 16);
    t22.intoArray(z, z2 + 32);
    t32.intoArray(z, z2 + 48);
    t42.intoArray(z, z2 + 64);
    t52.intoArray(z, z2 + 80);
    t62.intoArray(z, z2 + 96);
    t72.intoArray(z, z2 + 112);
  }

  private static void multiply2(
      float[] x,
      int xAt,
      int xPanel,
      float[] y,
      int yAt,
      int yPanel,
      int depth,
      float[] initial,
      int initialAt,
      float[] z,
      int zAt,
      int zPanel) {
    FloatVector t00 = FloatVector.fromArray(SPECIES, initial, initialAt);
    FloatVector t01 = FloatVector.fromArray(SPECIES, initial, initialAt + 16);
    FloatVector t10 = t00;
    FloatVector t11 = t01;
    FloatVector t20 = t00;
    FloatVector t21 = t01;
    FloatVector t30 = t00;
    FloatVector t31 = t01;
    FloatVector t40 = t00;
    FloatVector t41 = t01;
    FloatVector t50 = t00;
    FloatVector t51 = t01;
    FloatVector t60 = t00;
    FloatVector t61 = t01;
    FloatVector t70 = t00;
    FloatVector t71 = t01;
    for (int k = 0; k < depth - 1; k += 2) {
      int xk = xAt + (k >>> 4) * xPanel + (k & 15);
      int yk = yAt + 16 * k;
      FloatVector y0 = FloatVector.fromArray(SPECIES, y, yk);
      FloatVector y1 = FloatVector.fromArray(SPECIES, y, yk + yPanel);
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
      xi = FloatVector.broadcast(SPECIES, x[xk + 64]);
      t40 = xi.fma(y0, t40);
      t41 = xi.fma(y1, t41);
      xi = FloatVector.broadcast(SPECIES, x[xk + 80]);
      t50 = xi.fma(y0, t50);
      t51 = xi.fma(y1, t51);
      xi = FloatVector.broadcast(SPECIES, x[xk + 96]);
      t60 = xi.fma(y0, t60);
      t61 = xi.fma(y1, t61);
      xi = FloatVector.broadcast(SPECIES, x[xk + 112]);
      t70 = xi.fma(y0, t70);
      t71 = xi.fma(y1, t71);
      y0 = FloatVector.fromArray(SPECIES, y, yk + 16);
      y1 = FloatVector.fromArray(SPECIES, y, yk + 16 + yPanel);
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
      xi = FloatVector.broadcast(SPECIES, x[xk + 65]);
      t40 = xi.fma(y0, t40);
      t41 = xi.fma(y1, t41);
      xi = FloatVector.broadcast(SPECIES, x[xk + 81]);
      t50 = xi.fma(y0, t50);
      t51 = xi.fma(y1, t51);
      xi = FloatVector.broadcast(SPECIES, x[xk + 97]);
      t60 = xi.fma(y0, t60);
      t61 = xi.fma(y1, t61);
      xi = FloatVector.broadcast(SPECIES, x[xk + 113]);
      t70 = xi.fma(y0, t70);
      t71 = xi.fma(y1, t71);
    }
    t00.intoArray(z, zAt);
    t10.intoArray(z, zAt + 16);
    t20.intoArray(z, zAt + 32);
    t30.intoArray(z, zAt + 48);
    t40.intoArray(z, zAt + 64);
    t50.intoArray(z, zAt + 80);
    t60.intoArray(z, zAt + 96);
    t70.intoArray(z, zAt + 112);
    int z1 = zAt + zPanel;
    t01.intoArray(z, z1);
    t11.intoArray(z, z1 + 16);
    t21.intoArray(z, z1 + 32);
    t31.intoArray(z, z1 + 48);
    t41.intoArray(z, z1 + 64);
    t51.intoArray(z, z1 + 80);
    t61.intoArray(z, z1 + 96);
    t71.intoArray(z, z1 + 112);
  }

  private static void multiply1(
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
    FloatVector t10 = t00;
    FloatVector t20 = t00;
    FloatVector t30 = t00;
    FloatVector t40 = t00;
    FloatVector t50 = t00;
    FloatVector t60 = t00;
    FloatVector t70 = t00;
    for (int k = 0; k < depth - 1; k += 2) {
      int xk = xAt + (k >>> 4) * xPanel + (k & 15);
      int yk = yAt + 16 * k;
      FloatVector y0 = FloatVector.fromArray(SPECIES, y, yk);
      FloatVector xi = FloatVector.broadcast(SPECIES, x[xk]);
      t00 = xi.fma(y0, t00);
      xi = FloatVector.broadcast(SPECIES, x[xk + 16]);
      t10 = xi.fma(y0, t10);
      xi = FloatVector.broadcast(SPECIES, x[xk + 32]);
      t20 = xi.fma(y0, t20);
      xi = FloatVector.broadcast(SPECIES, x[xk + 48]);
      t30 = xi.fma(y0, t30);
      xi = FloatVector.broadcast(SPECIES, x[xk + 64]);
      t40 = xi.fma(y0, t40);
      xi = FloatVector.broadcast(SPECIES, x[xk + 80]);
      t50 = xi.fma(y0, t50);
      xi = FloatVector.broadcast(SPECIES, x[xk + 96]);
      t60 = xi.fma(y0, t60);
      xi = FloatVector.broadcast(SPECIES, x[xk + 112]);
      t70 = xi.fma(y0, t70);
      y0 = FloatVector.fromArray(SPECIES, y, yk + 16);
      xi = FloatVector.broadcast(SPECIES, x[xk + 1]);
      t00 = xi.fma(y0, t00);
      xi = FloatVector.broadcast(SPECIES, x[xk + 17]);
      t10 = xi.fma(y0, t10);
      xi = FloatVector.broadcast(SPECIES, x[xk + 33]);
      t20 = xi.fma(y0, t20);
      xi = FloatVector.broadcast(SPECIES, x[xk + 49]);
      t30 = xi.fma(y0, t30);
      xi = FloatVector.broadcast(SPECIES, x[xk + 65]);
      t40 = xi.fma(y0, t40);
      xi = FloatVector.broadcast(SPECIES, x[xk + 81]);
      t50 = xi.fma(y0, t50);
      xi = FloatVector.broadcast(SPECIES, x[xk + 97]);
      t60 = xi.fma(y0, t60);
      xi = FloatVector.broadcast(SPECIES, x[xk + 113]);
      t70 = xi.fma(y0, t70);
    }
    t00.intoArray(z, zAt);
    t10.intoArray(z, zAt + 16);
    t20.intoArray(z, zAt + 32);
    t30.intoArray(z, zAt + 48);
    t40.intoArray(z, zAt + 64);
    t50.intoArray(z, zAt + 80);
    t60.intoArray(z, zAt + 96);
    t70.intoArray(z, zAt + 112);
  }

  @Override
  public void addTransposedProduct(
      float[] x,
      int xAt,
      float[] y,
      int yAt,
      int yPanel,
      int panels,
      int depth,
      float[] sums,
      int sumsPanel,
      int addend,
      int target) {
    switch (panels) {
      case 1 -> transposed1(x, xAt, y, yAt, depth, sums, addend, target);
      case 2 -> transposed2(x, xAt, y, yAt, yPanel, depth, sums, sumsPanel, addend, target);
      default -> transposed3(x, xAt, y, yAt, yPanel, depth, sums, sumsPanel, addend, target);
    }
  }

  private static void transposed3(
      float[] x,
      int xAt,
      float[] y,
      int yAt,
      int yPanel,
      int depth,
      float[] sums,
      int sumsPanel,
      int addend,
      int target) {
    FloatVector t00 = FloatVector.zero(SPECIES);
    FloatVector t01 = t00;
    FloatVector t02 = t00;
    FloatVector t10 = t00;
    FloatVector t11 = t00;
    FloatVector t12 = t00;
    FloatVector t20 = t00;
    FloatVector t21 = t00;
    FloatVector t22 = t00;
    FloatVector t30 = t00;
    FloatVector t31 = t00;
    FloatVector t32 = t00;
    FloatVector t40 = t00;
    FloatVector t41 = t00;
    FloatVector t42 = t00;
    FloatVector t50 = t00;
    FloatVector t51 = t00;
    FloatVector t52 = t00;
    FloatVector t60 = t00;
    FloatVector t61 = t00;
    FloatVector t62 = t00;
    FloatVector t70 = t00;
    FloatVector t71 = t00;
    FloatVector t72 = t00;
    for (int k = 0; k < depth; k++) {
      int xk = xAt + 16 * k;
      int yk = yAt + 16 * k;
      FloatVector y0 = FloatVector.fromArray(SPECIES, y, yk);
      FloatVector y1 = FloatVector.fromArray(SPECIES, y, yk + yPanel);
      FloatVector y2 = FloatVector.fromArray(SPECIES, y, yk + 2 * yPanel);
      FloatVector xi = FloatVector.broadcast(SPECIES, x[xk]);
      t00 = xi.fma(y0, t00);
      t01 = xi.fma(y1, t01);
      t02 = xi.fma(y2, t02);
      xi = FloatVector.broadcast(SPECIES, x[xk + 1]);
      t10 = xi.fma(y0, t10);
      t11 = xi.fma(y1, t11);
      t12 = xi.fma(y2, t12);
      xi = FloatVector.broadcast(SPECIES, x[xk + 2]);
      t20 = xi.fma(y0, t20);
      t21 = xi.fma(y1, t21);
      t22 = xi.fma(y2, t22);
      xi = FloatVector.broadcast(SPECIES, x[xk + 3]);
      t30 = xi.fma(y0, t30);
      t31 = xi.fma(y1, t31);
      t32 = xi.fma(y2, t32);
      xi = FloatVector.broadcast(SPECIES, x[xk + 4]);
      t40 = xi.fma(y0, t40);
      t41 = xi.fma(y1, t41);
      t42 = xi.fma(y2, t42);
      xi = FloatVector.broadcast(SPECIES, x[xk + 5]);
      t50 = xi.fma(y0, t50);
      t51 = xi.fma(y1, t51);
      t52 = xi.fma(y2, t52);
      xi = FloatVector.broadcast(SPECIES, x[xk + 6]);
      t60 = xi.fma(y0, t60);
      t61 = xi.fma(y1, t61);
      t62 = xi.fma(y2, t62);
      xi = FloatVector.broadcast(SPECIES, x[xk + 7]);
      t70 = xi.fma(y0, t70);
      t71 = xi.fma(y1, t71);
      t72 = xi.fma(y2, t72);
    }
    t00.add(FloatVector.fromArray(SPECIES, sums, addend)).intoArray(sums, target);
    t10.add(FloatVector.fromArray(SPECIES, sums, addend + 16)).intoArray(sums, target + 16);
    t20.add(FloatVector.fromArray(SPECIES, sums, addend + 32)).intoArray(sums, target + 32);
    t30.add(FloatVector.fromArray(SPECIES, sums, addend + 48)).intoArray(sums, target + 48);
    t40.add(FloatVector.fromArray(SPECIES, sums, addend + 64)).intoArray(sums, target + 64);
    t50.add(FloatVector.fromArray(SPECIES, sums, addend + 80)).intoArray(sums, target + 80);
    t60.add(FloatVector.fromArray(SPECIES, sums, addend + 96)).intoArray(sums, target + 96);
    t70.add(FloatVector.fromArray(SPECIES, sums, addend + 112)).intoArray(sums, target + 112);
    int addend1 = addend + sumsPanel;
    int target1 = target + sumsPanel;
    t01.add(FloatVector.fromArray(SPECIES, sums, addend1)).intoArray(sums, target1);
    t11.add(FloatVector.fromArray(SPECIES, sums, addend1 + 16)).intoArray(sums, target1 + 16);
    t21.add(FloatVector.fromArray(SPECIES, sums, addend1 + 32)).intoArray(sums, target1 + 32);
    t31.add(FloatVector.fromArray(SPECIES, sums, addend1 + 48)).intoArray(sums, target1 + 48);
    t41.add(FloatVector.fromArray(SPECIES, sums, addend1 + 64)).intoArray(sums, target1 + 64);
    t51.add(FloatVector.fromArray(SPECIES, sums, addend1 + 80)).intoArray(sums, target1 + 80);
    t61.add(FloatVector.fromArray(SPECIES, sums, addend1 + 96)).intoArray(sums, target1 + 96);
    t71.add(FloatVector.fromArray(SPECIES, sums, addend1 + 112)).intoArray(sums, target1 + 112);
    int addend2 = addend + 2 * sumsPanel;
    int target2 = target + 2 * sumsPanel;
    t02.add(FloatVector.fromArray(SPECIES, sums, addend2)).intoArray(sums, target2);
    t12.add(FloatVector.fromArray(SPECIES, sums, addend2 + 16)).intoArray(sums, target2 + 16);
    t22.add(FloatVector.fromArray(SPECIES, sums, addend2 + 32)).intoArray(sums, target2 + 32);
    t32.add(FloatVector.fromArray(SPECIES, sums, addend2 + 48)).intoArray(sums, target2 + 48);
    t42.add(FloatVector.fromArray(SPECIES, sums, addend2 + 64)).intoArray(sums, target2 + 64);
    t52.add(FloatVector.fromArray(SPECIES, sums, addend2 + 80)).intoArray(sums, target2 + 80);
    t62.add(FloatVector.fromArray(SPECIES, sums, addend2 + 96)).intoArray(sums, target2 + 96);
    t72.add(FloatVector.fromArray(SPECIES, sums, addend2 + 112)).intoArray(sums, target2 + 112);
  }

  private static void transposed2(
      float[] x,
      int xAt,
      float[] y,
      int yAt,
      int yPanel,
      int depth,
      float[] sums,
      int sumsPanel,
      int addend,
      int target) {
    FloatVector t00 = FloatVector.zero(SPECIES);
    FloatVector t01 = t00;
    FloatVector t10 = t00;
    FloatVector t11 = t00;
    FloatVector t20 = t00;
    FloatVector t21 = t00;
    FloatVector t30 = t00;
    FloatVector t31 = t00;
    FloatVector t40 = t00;
    FloatVector t41 = t00;
    FloatVector t50 = t00;
    FloatVector t51 = t00;
    FloatVector t60 = t00;
    FloatVector t61 = t00;
    FloatVector t70 = t00;
    FloatVector t71 = t00;
    for (int k = 0; k < depth; k++) {
      int xk = xAt + 16 * k;
      int yk = yAt + 16 * k;
      FloatVector y0 = FloatVector.fromArray(SPECIES, y, yk);
      FloatVector y1 = FloatVector.fromArray(SPECIES, y, yk + yPanel);
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
      xi = FloatVector.broadcast(SPECIES, x[xk + 4]);
      t40 = xi.fma(y0, t40);
      t41 = xi.fma(y1, t41);
      xi = FloatVector.broadcast(SPECIES, x[xk + 5]);
      t50 = xi.fma(y0, t50);
      t51 = xi.fma(y1, t51);
      xi = FloatVector.broadcast(SPECIES, x[xk + 6]);
      t60 = xi.fma(y0, t60);
      t61 = xi.fma(y1, t61);
      xi = FloatVector.broadcast(SPECIES, x[xk + 7]);
      t70 = xi.fma(y0, t70);
      t71 = xi.fma(y1, t71);
    }
    t00.add(FloatVector.fromArray(SPECIES, sums, addend)).intoArray(sums, target);
    t10.add(FloatVector.fromArray(SPECIES, sums, addend + 16)).intoArray(sums, target + 16);
    t20.add(FloatVector.fromArray(SPECIES, sums, addend + 32)).intoArray(sums, target + 32);
    t30.add(FloatVector.fromArray(SPECIES, sums, addend + 48)).intoArray(sums, target + 48);
    t40.add(FloatVector.fromArray(SPECIES, sums, addend + 64)).intoArray(sums, target + 64);
    t50.add(FloatVector.fromArray(SPECIES, sums, addend + 80)).intoArray(sums, target + 80);
    t60.add(FloatVector.fromArray(SPECIES, sums, addend + 96)).intoArray(sums, target + 96);
    t70.add(FloatVector.fromArray(SPECIES, sums, addend + 112)).intoArray(sums, target + 112);
    int addend1 = addend + sumsPanel;
    int target1 = target + sumsPanel;
    t01.add(FloatVector.fromArray(SPECIES, sums, addend1)).intoArray(sums, target1);
    t11.add(FloatVector.fromArray(SPECIES, sums, addend1 + 16)).intoArray(sums, target1 + 16);
    t21.add(FloatVector.fromArray(SPECIES, sums, addend1 + 32)).intoArray(sums, target1 + 32);
    t31.add(FloatVector.fromArray(SPECIES, sums, addend1 + 48)).intoArray(sums, target1 + 48);
    t41.add(FloatVector.fromArray(SPECIES, sums, addend1 + 64)).intoArray(sums, target1 + 64);
    t51.add(FloatVector.fromArray(SPECIES, sums, addend1 + 80)).intoArray(sums, target1 + 80);
    t61.add(FloatVector.fromArray(SPECIES, sums, addend1 + 96)).intoArray(sums, target1 + 96);
    t71.add(FloatVector.fromArray(SPECIES, sums, addend1 + 112)).intoArray(sums, target1 + 112);
  }

  private static void transposed1(
      float[] x, int xAt, float[] y, int yAt, int depth, float[] sums, int addend, int target) {
    FloatVector t00 = FloatVector.zero(SPECIES);
    FloatVector t10 = t00;
    FloatVector t20 = t00;
    FloatVector t30 = t00;
    FloatVector t40 = t00;
    FloatVector t50 = t00;
    FloatVector t60 = t00;
    FloatVector t70 = t00;
    for (int k = 0; k < depth; k++) {
      int xk = xAt + 16 * k;
      int yk = yAt + 16 * k;
      FloatVector y0 = FloatVector.fromArray(SPECIES, y, yk);
      FloatVector xi = FloatVector.broadcast(SPECIES, x[xk]);
      t00 = xi.fma(y0, t00);
      xi = FloatVector.broadcast(SPECIES, x[xk + 1]);
      t10 = xi.fma(y0, t10);
      xi = FloatVector.broadcast(SPECIES, x[xk + 2]);
      t20 = xi.fma(y0, t20);
      xi = FloatVector.broadcast(SPECIES, x[xk + 3]);
      t30 = xi.fma(y0, t30);
      xi = FloatVector.broadcast(SPECIES, x[xk + 4]);
      t40 = xi.fma(y0, t40);
      xi = FloatVector.broadcast(SPECIES, x[xk + 5]);
      t50 = xi.fma(y0, t50);
      xi = FloatVector.broadcast(SPECIES, x[xk + 6]);
      t60 = xi.fma(y0, t60);
      xi = FloatVector.broadcast(SPECIES, x[xk + 7]);
      t70 = xi.fma(y0, t70);
    }
    t00.add(FloatVector.fromArray(SPECIES, sums, addend)).intoArray(sums, target);
    t10.add(FloatVector.fromArray(SPECIES, sums, addend + 16)).intoArray(sums, target + 16);
    t20.add(FloatVector.fromArray(SPECIES, sums, addend + 32)).intoArray(sums, target + 32);
    t30.add(FloatVector.fromArray(SPECIES, sums, addend + 48)).intoArray(sums, target + 48);
    t40.add(FloatVector.fromArray(SPECIES, sums, addend + 64)).intoArray(sums, target + 64);
    t50.add(FloatVector.fromArray(SPECIES, sums, addend + 80)).intoArray(sums, target + 80);
    t60.add(FloatVector.fromArray(SPECIES, sums, addend + 96)).intoArray(sums, target + 96);
    t70.add(FloatVector.fromArray(SPECIES, sums, addend + 112)).intoArray(sums, target + 112);
  }
}
