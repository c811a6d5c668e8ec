package io.bellows.kernels.benchmark;

import io.bellows.kernels.linalg.Kernels;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The three products of layers, by our kernels and by OpenBLAS, in one thread. A layer is named by
 * its rows, outputs and inputs (m, n, k of its way forward); {@code gflops} is in units of 10⁹ a
 * second.
 *
 * <p>Run: {@code mvn -Pbenchmark -pl worker-kernels test-compile exec:exec@jmh}, with JMH's
 * arguments in {@code -Djmh="ProductBenchmark -p implementation=vector"}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules=jdk.incubator.vector"})
public class ProductBenchmark {
  @Param({"vector", "openblas", "ejml"})
  public String implementation;

  @Param({"128x1024x784", "512x1024x1024", "256x256x512", "32x512x784"})
  public String layer;

  @Param({"MULTIPLY", "TRANSPOSED_MULTIPLY", "MULTIPLY_BY_TRANSPOSED"})
  public String kind;

  private Product product;
  private double operations;

  /** Counted beside the calls: billions of operations a second. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Work {
    public double gflops;
  }

  @Setup
  public void setUp() {
    Product.Kind which = Product.Kind.valueOf(kind);
    Shape shape = Shape.parse(layer).inLayer(which);
    Operands operands = Operands.random(which, shape);
    product =
        implementation.equals("openblas")
            ? new OpenBlasProduct(operands)
            : new KernelProduct(Kernels.choose(implementation).kernels().create(), operands);
    operands.check(product);
    operations = shape.operations();
  }

  @Benchmark
  public void product(Work work) {
    product.run();
    work.gflops += operations * 1e-9;
  }
}
