package io.bellows.kernels.benchmark;

import io.bellows.kernels.linalg.Kernels;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Our products beside OpenBLAS's sgemm, in one thread and one process, turn by turn: the layers
 * that bounds are given for, and a grid of 60 shapes.
 *
 * <p>Run: {@code mvn -q -Pbenchmark -pl worker-kernels test-compile exec:exec@grid}; with {@code
 * -Dgrid="ejml"} for other kernels, {@code -Dgrid="vector cpu"} to count the thread's processor
 * time, on a machine that has other work too.
 *
 * <p>Each pair first runs until both have had time to be compiled with what ran before, as training
 * has several shapes in one JVM; then {@value #TURNS} turns of each are timed, and the medians
 * count.
 */
final class ProductGrid {
  private static final int SHAPES = 60;
  private static final int TURNS = 9;
  private static final long WARM_UP_NANOS = 150_000_000;
  private static final long TURN_NANOS = 25_000_000;
  private static final List<String> LAYERS =
      List.of("128x1024x784", "512x1024x1024", "256x256x512", "32x512x784");

  private final Kernels kernels;
  private final LongSupplier clock;
  private final PrintStream out;

  private ProductGrid(Kernels kernels, LongSupplier clock, PrintStream out) {
    this.kernels = kernels;
    this.clock = clock;
    this.out = out;
  }

  /**
   * Prints a table.
   *
   * @param arguments the kernels, {@code auto} if absent; then {@code wall} or {@code cpu}, the
   *     clock
   */
  public static void main(String... arguments) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Kernels.Choice choice = Kernels.choose(arguments.length > 0 ? arguments[0] : Kernels.AUTO);
    boolean isProcessorTime = arguments.length > 1 && arguments[1].equals("cpu");
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    out.printf(
        "kernels %s; JDK %s; %s time; shapes are m x n x k: result (m,n), inner dimension k%n",
        choice.reason(), Runtime.version(), isProcessorTime ? "processor" : "wall clock");
    new ProductGrid(
            choice.kernels(),
            isProcessorTime ? threads::getCurrentThreadCpuTime : System::nanoTime,
            out)
        .run();
  }

  private record Line(Product.Kind kind, Shape shape, double ours, double openBlas) {
    double ratio() {
      return ours / openBlas;
    }
  }

  private void run() {
    List<Shape> grid = Shape.grid(SHAPES);
    warmUp(grid);
    for (Product.Kind kind : Product.Kind.values()) {
      out.printf("%nlayers of rows x outputs x inputs, %s%n", kind.symbol);
      for (String layer : LAYERS) {
        Shape shape = Shape.parse(layer);
        print(layer, measure(kind, shape.inLayer(kind)));
      }
      if (kind != Product.Kind.MULTIPLY) {
        out.printf("the same figures as m x n x k, %s%n", kind.symbol);
        for (String shape : LAYERS) {
          print(shape, measure(kind, Shape.parse(shape)));
        }
      }
    }
    for (Product.Kind kind : Product.Kind.values()) {
      out.printf("%ngrid, %s%n", kind.symbol);
      List<Line> lines = new ArrayList<>();
      for (Shape shape : grid) {
        Line line = measure(kind, shape);
        print(shape.toString(), line);
        lines.add(line);
      }
      double[] ratios = lines.stream().mapToDouble(Line::ratio).sorted().toArray();
      out.printf(
          Locale.ROOT,
          "%s: median %.2f, worst %.2f, below 0.9 %d, below 0.6 %d of %d%n",
          kind.symbol,
          (ratios[(ratios.length - 1) / 2] + ratios[ratios.length / 2]) / 2,
          ratios[0],
          Arrays.stream(ratios).filter(ratio -> ratio < 0.9).count(),
          Arrays.stream(ratios).filter(ratio -> ratio < 0.6).count(),
          ratios.length);
    }
  }

  /** All shapes once, so that what is compiled first has seen more than one. */
  private void warmUp(List<Shape> grid) {
    for (Shape shape : grid) {
      for (Product.Kind kind : Product.Kind.values()) {
        Operands operands = Operands.random(kind, shape);
        Product ours = new KernelProduct(kernels.create(), operands);
        operands.check(ours);
        repeat(ours, TURN_NANOS);
      }
    }
  }

  private Line measure(Product.Kind kind, Shape shape) {
    Operands operands = Operands.random(kind, shape);
    Product ours = new KernelProduct(kernels.create(), operands);
    Product openBlas = new OpenBlasProduct(operands);
    operands.check(ours);
    operands.check(openBlas);
    repeat(ours, WARM_UP_NANOS);
    repeat(openBlas, WARM_UP_NANOS / 4);
    double[] oursRates = new double[TURNS];
    double[] openBlasRates = new double[TURNS];
    for (int turn = 0; turn < TURNS; turn++) {
      oursRates[turn] = repeat(ours, TURN_NANOS);
      openBlasRates[turn] = repeat(openBlas, TURN_NANOS);
    }
    double billions = shape.operations() * 1e-9;
    return new Line(kind, shape, billions * median(oursRates), billions * median(openBlasRates));
  }

  /** Runs a product for a while: how many times a second. */
  private double repeat(Product product, long nanos) {
    long start = clock.getAsLong();
    long count = 0;
    long elapsed;
    long batch = 1;
    do {
      for (long i = 0; i < batch; i++) {
        product.run();
      }
      count += batch;
      elapsed = clock.getAsLong() - start;
      // Few looks at the clock, which takes longer than a tiny product.
      batch = elapsed < nanos / 16 ? count : 1 + count / 16;
    } while (elapsed < nanos);
    return count * 1e9 / elapsed;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private void print(String name, Line line) {
    out.printf(
        Locale.ROOT,
        "%-16s %-6s ours %7.2f  openblas %7.2f GFLOPS  ratio %.2f%n",
        name,
        line.kind().symbol,
        line.ours(),
        line.openBlas(),
        line.ratio());
  }
}
