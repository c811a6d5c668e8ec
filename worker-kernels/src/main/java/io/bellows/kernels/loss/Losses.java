package io.bellows.kernels.loss;

import static io.bellows.kernels.Checks.require;

import io.bellows.kernels.Registry;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** The losses by name, with what makes them of their parameters. */
public final class Losses {
  public static final Registry<Kind> REGISTRY =
      new Registry<>(
          "loss",
          List.of(
              new Kind(
                  "softmax-cross-entropy",
                  List.of("labelSmoothing"),
                  numbers -> new SoftmaxCrossEntropy(numbers.get(0))),
              new Kind("mean-squared-error", List.of(), numbers -> new MeanSquaredError()),
              new Kind("huber", List.of("delta"), numbers -> new Huber(numbers.get(0))),
              new Kind("binary-cross-entropy", List.of(), numbers -> new BinaryCrossEntropy())),
          Kind::name);

  private Losses() {}

  /**
   * A loss that can be made.
   *
   * @param parameters the names of the numbers that it is made with
   * @param maker makes it of them, in their order
   */
  public record Kind(String name, List<String> parameters, Function<List<Double>, Loss> maker) {
    public Kind {
      parameters = List.copyOf(parameters);
    }
  }

  /**
   * The loss with a name and {@link Loss#parameters}.
   *
   * @throws IllegalArgumentException when there is none, or its parameters are others
   */
  public static Loss of(String name, Map<String, Double> parameters) {
    Kind kind = REGISTRY.named(name);
    Set<String> expected = new TreeSet<>(kind.parameters());
    require(
        expected.equals(parameters.keySet()),
        "the loss %s has the parameters %s, not %s",
        name,
        expected,
        new TreeSet<>(parameters.keySet()));
    return kind.maker().apply(kind.parameters().stream().map(parameters::get).toList());
  }
}
