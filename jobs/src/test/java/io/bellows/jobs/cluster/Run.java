package io.bellows.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** A training on two shares, in a folder of its own. */
final class Run {
  /** A text that stands in the data, and nowhere else. */
  static final String SECRET = "zebra-crossing";

  private final Path folder;
  private final List<String> settings = new ArrayList<>();
  private final List<String> arguments = new ArrayList<>();
  private String driverMemory = "512m";

  private Run(Path folder) {
    this.folder = folder;
  }

  /** Writes a few hundred rows, and the configuration of three epochs of five rounds. */
  static Run in(Path folder) throws IOException {
    Files.createDirectories(folder.resolve("runs"));
    StringBuilder rows = new StringBuilder("a,b,c,y\n");
    for (int row = 0; row < 400; row++) {
      rows.append(row % 7).append(',').append(row % 11).append(',');
      rows.append(row % 3 == 0 ? SECRET : "other").append(',').append(row % 2).append('\n');
    }
    Files.writeString(folder.resolve("rows.csv"), rows);
    Files.writeString(
        folder.resolve("run.conf"),
        """
        data { train = "%s", options.header = true, validation = 0.2 }
        columns.target = y, features.target.task = classification
        network { hidden = [4], dropout.hidden = 0.25 }
        training { batch-size = 64, shares = 2, max-epochs = 3 }
        """
            .formatted(folder.resolve("rows.csv")));
    return new Run(folder);
  }

  /**
   * Writes 20,000 rows of 50,000 columns, 100 numbers a row other than 0, and the configuration of
   * one epoch. Twice the memory of the other runs is for 3.2 million weights.
   */
  static Run ofWideRows(Path folder) throws IOException {
    Files.createDirectories(folder.resolve("runs"));
    Random random = new Random(1);
    try (BufferedWriter out = Files.newBufferedWriter(folder.resolve("rows.libsvm"))) {
      for (int row = 0; row < 20_000; row++) {
        out.write(wideRow(random, 50_000, 100));
        out.newLine();
      }
    }
    Files.writeString(
        folder.resolve("run.conf"),
        """
        data { train = "%s", format = libsvm, options.numFeatures = "50000", validation = 0.1 }
        columns.target = label, features.target.task = classification
        network { hidden = [64], dropout.input = 0.2 }
        training { batch-size = 1024, shares = 2, max-epochs = 1 }
        """
            .formatted(folder.resolve("rows.libsvm")));
    Run run = new Run(folder);
    run.driverMemory = "1g";
    return run;
  }

  /** The class is 1 where most numbers are in the first half. */
  private static String wideRow(Random random, int columns, int others) {
    int[] places = random.ints(1, columns + 1).distinct().limit(others).sorted().toArray();
    boolean isLow = places[others / 2] <= columns / 2;
    StringBuilder row = new StringBuilder(isLow ? "1" : "0");
    for (int place : places) {
      row.append(' ').append(place).append(':').append((1 + random.nextInt(1_000)) / 250.0);
    }
    return row.toString();
  }

  /** The weights and figures of the same run on a local master. */
  static List<String> undisturbed(Path folder) throws Exception {
    return in(folder).bitsOnLocalMaster();
  }

  /** The weights and figures of this run on a local master. */
  List<String> bitsOnLocalMaster() throws Exception {
    Program program = with("spark.master=local[2]").start();
    assertThat(program.code()).as(program.err()).isZero();
    return bits();
  }

  Run with(String... sparkSettings) {
    settings.addAll(Arrays.asList(sparkSettings));
    return this;
  }

  Run withArguments(String... more) {
    arguments.addAll(Arrays.asList(more));
    return this;
  }

  /** On two executors with a core each. */
  Run on(StandaloneCluster cluster) {
    return with(
        "spark.master=" + cluster.master(),
        "spark.executor.memory=512m",
        "spark.executor.cores=1",
        "spark.cores.max=2");
  }

  /** With trouble at a moment, such as {@code epoch 2, round 3}. */
  Run with(Trouble.Kind trouble, String moment) throws IOException {
    Files.createDirectories(troubles());
    return with(
        "spark.jars=" + jar(),
        "spark.plugins=" + Trouble.class.getName(),
        Trouble.KIND + "=" + trouble,
        Trouble.MOMENT + "=" + moment,
        Trouble.FOLDER + "=" + troubles());
  }

  private Path troubles() {
    return folder.resolve("trouble");
  }

  private Path jar() throws IOException {
    Path jar = folder.resolve("trouble.jar");
    Path classes = Path.of("target/test-classes");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.list(classes.resolve("io/bellows/jobs/cluster"))) {
      for (Path file : files.filter(each -> each.toString().contains("Trouble")).toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
        Files.copy(file, out);
      }
    }
    return jar;
  }

  /** Waits for the trouble, and tells in whose executor it is. */
  String workerInTrouble(Program program) throws Exception {
    List<String> workers = new ArrayList<>();
    Await.until(
        "a task is in trouble",
        () -> {
          assertThat(program.isRunning()).as(program.err()).isTrue();
          try (Stream<Path> files = Files.list(troubles())) {
            files
                .map(file -> file.getFileName().toString())
                .filter(name -> name.startsWith("here."))
                .map(name -> name.substring("here.".length()))
                .forEach(workers::add);
          }
          return !workers.isEmpty();
        });
    return workers.get(0);
  }

  void release() throws IOException {
    Files.createFile(troubles().resolve("released"));
  }

  Program start() throws IOException {
    List<String> command = new ArrayList<>();
    for (String setting : settings) {
      command.addAll(List.of("--conf", setting));
    }
    command.addAll(List.of("--driver-memory", driverMemory, "train"));
    command.addAll(
        arguments.isEmpty()
            ? List.of(folder.resolve("run.conf").toString(), "--output", output().toString())
            : arguments);
    return Program.started(folder, "bellows", command);
  }

  Path output() {
    return folder.resolve("runs/run");
  }

  /** The checksum of the weights, and the history's lines without timings. */
  List<String> bits() throws IOException {
    List<String> bits = new ArrayList<>();
    bits.add(Integer.toString(Arrays.hashCode(Files.readAllBytes(weights()))));
    for (String line : Files.readAllLines(output().resolve("history.csv"))) {
      String[] cells = line.split(",", -1);
      bits.add(String.join(",", Arrays.copyOf(cells, cells.length - 3)));
    }
    assertThat(bits).as("a checksum, a header, and epochs").hasSizeGreaterThan(2);
    return bits;
  }

  private Path weights() {
    return output().resolve("model/network/weights.safetensors");
  }

  /** Weights as they would be printed. */
  List<String> printedWeights() throws IOException {
    ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(weights())).order(ByteOrder.LITTLE_ENDIAN);
    file.position(Math.toIntExact(Long.BYTES + file.getLong(0)));
    List<String> weights = new ArrayList<>();
    while (file.remaining() >= Float.BYTES) {
      String weight = Float.toString(file.getFloat());
      if (weight.length() > 6) {
        weights.add(weight);
      }
    }
    assertThat(weights).hasSizeGreaterThan(10);
    return weights;
  }
}
