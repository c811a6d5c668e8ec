package io.bellows.kernels.linalg;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.bellows.kernels.InvalidConfigException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;

/**
 * Which {@link DenseKernels} there are, and which this JVM can run.
 *
 * <p>Results differ in the last bits between them, so a run chooses once, and every task then makes
 * its own by {@link #create}.
 */
public enum Kernels {
  /** The Vector API: as fast as the processor. */
  VECTOR("vector") {
    @Override
    public Optional<String> refusal() {
      return vectorRefusal();
    }

    @Override
    DenseKernels instance() {
      return new VectorKernels();
    }
  },

  /** EJML: always there. */
  EJML("ejml") {
    @Override
    public Optional<String> refusal() {
      return Optional.empty();
    }

    @Override
    DenseKernels instance() {
      return new EjmlKernels();
    }
  };

  /** The setting that leaves the choice to this JVM. */
  public static final String AUTO = "auto";

  private static final int NARROWEST = 128;

  /**
   * What was chosen.
   *
   * @param reason a sentence for the log: what they are, or why it was not the faster ones and what
   *     would help
   */
  public record Choice(Kernels kernels, String reason) {}

  private final String settingName;

  Kernels(String settingName) {
    this.settingName = settingName;
  }

  /** The name used in configurations and in a run's state. */
  public String settingName() {
    return settingName;
  }

  /** The names, with {@link #AUTO} first. */
  public static List<String> settings() {
    return List.of(AUTO, VECTOR.settingName, EJML.settingName);
  }

  /**
   * Chooses by a setting.
   *
   * @throws IllegalArgumentException when this JVM cannot run what the setting names
   */
  public static Choice choose(String setting) {
    if (setting.equals(EJML.settingName)) {
      return new Choice(EJML, "ejml, as training.kernels says");
    }
    Optional<String> refusal = VECTOR.refusal();
    if (refusal.isEmpty()) {
      return new Choice(VECTOR, "vector, " + VectorKernels.width() + " bits wide");
    }
    if (setting.equals(VECTOR.settingName)) {
      throw new IllegalArgumentException(cannotRun(VECTOR, refusal.get()));
    }
    return new Choice(EJML, "ejml, several times slower than vector, since " + refusal.get());
  }

  /**
   * Kernels for one task.
   *
   * @throws InvalidConfigException when this JVM cannot run them; another one chose them
   */
  public DenseKernels create() {
    refusal()
        .ifPresent(
            reason -> {
              throw new InvalidConfigException(cannotRun(this, reason));
            });
    return instance();
  }

  /** Why this JVM cannot run them, and what would help; empty when it can. */
  public abstract Optional<String> refusal();

  abstract DenseKernels instance();

  private static String cannotRun(Kernels kernels, String reason) {
    return String.format(
        "Cannot run the %s kernels in this JVM: %s; or set training.kernels = ejml",
        kernels.settingName, reason);
  }

  /** A ladder: each rung is a condition without which the Vector API would be slow or missing. */
  private static Optional<String> vectorRefusal() {
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
      return Optional.of(
          "the module jdk.incubator.vector is not readable; start Java with --add-modules jdk.incubator.vector");
    }
    if (ManagementFactory.getCompilationMXBean() == null) {
      // Every vector operation would make an object.
      return Optional.of("Java runs without its compiler; leave out -Xint");
    }
    if (!hasFusedMultiplyAdd()) {
      // Without the instruction Math.fma computes with big decimals, a thousand times slower.
      return Optional.of(
          "the processor has no fused multiply-add, or -XX:-UseFMA hides it; use another machine or leave that option out");
    }
    if (VectorKernels.width() < NARROWEST) {
      return Optional.of(
          "vectors are only "
              + VectorKernels.width()
              + " bits wide; use a machine with at least 128, or leave out -XX:MaxVectorSize");
    }
    return Optional.empty();
  }

  private static boolean hasFusedMultiplyAdd() {
    HotSpotDiagnosticMXBean options =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    try {
      return options != null && Boolean.parseBoolean(options.getVMOption("UseFMA").getValue());
    } catch (IllegalArgumentException e) {
      // Not a HotSpot that knows the option.
      return false;
    }
  }
}
