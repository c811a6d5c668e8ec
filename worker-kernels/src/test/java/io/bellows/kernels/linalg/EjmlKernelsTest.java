package io.bellows.kernels.linalg;

class EjmlKernelsTest extends DenseKernelsContract {
  @Override
  DenseKernels kernels() {
    return new EjmlKernels();
  }
}
