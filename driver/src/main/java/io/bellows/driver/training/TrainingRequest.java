package io.bellows.driver.training;

import static io.bellows.kernels.Checks.require;

import io.bellows.driver.input.ColumnsConfig;
import io.bellows.driver.input.DataConfig;
import io.bellows.driver.preparation.PreparationConfig;
import io.bellows.kernels.InvalidConfigException;
import io.bellows.kernels.Task;
import io.bellows.kernels.training.TrainingConfig;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A whole run, as configured, or the second part of one.
 *
 * @param metrics names of those that are looked at beside the usual ones
 * @param members how many networks are trained, with seeds one after the other; their predictions
 *     are averaged
 * @param part a run that is refitted begins with its search
 */
public record TrainingRequest(
    DataConfig data,
    ColumnsConfig columns,
    PreparationConfig preparation,
    NetworkConfig network,
    TrainingConfig training,
    Set<String> metrics,
    ExecutionConfig execution,
    int members,
    Part part) {
  public TrainingRequest {
    metrics = Set.copyOf(metrics);
    boolean areClasses = preparation.target().task().equals(Optional.of(Task.CLASSIFICATION));
    if (areClasses && columns.targets().size() > 1) {
      throw new InvalidConfigException(
          String.format(
              "Cannot tell the classes of %d columns apart by one network: features.target.task = classification needs one column in columns.target; set multi-label where each is 0 or 1",
              columns.targets().size()));
    }
    require(members >= 1, "training.ensemble must be at least 1, was %d", members);
  }

  /** The same run with kernels of a given name. */
  TrainingRequest withKernels(String kernels) {
    return new TrainingRequest(
        data,
        columns,
        preparation,
        network,
        training,
        metrics,
        new ExecutionConfig(execution.engine(), kernels),
        members,
        part);
  }

  /** The training of each network: this one, unless it is an ensemble. */
  List<TrainingRequest> networks() {
    return members == 1
        ? List.of(this)
        : IntStream.range(0, members).mapToObj(this::member).toList();
  }

  private TrainingRequest member(int member) {
    return new TrainingRequest(
        data,
        columns,
        preparation,
        network,
        training.withSeed(training.seed() + member),
        metrics,
        execution,
        1,
        Part.MEMBER);
  }

  /**
   * The second training of this network.
   *
   * @param task what the targets turned out to be in the first
   */
  TrainingRequest refit(TrainingConfig again, Task task) {
    return new TrainingRequest(
        data,
        columns,
        preparation.withTask(task),
        network,
        again,
        metrics,
        execution,
        members,
        part == Part.MEMBER ? Part.MEMBER : Part.REFIT);
  }

  /**
   * The second part of this run, for which data is prepared.
   *
   * @param networks the second training of each network
   */
  TrainingRequest refitOf(List<TrainingRequest> networks) {
    return new TrainingRequest(
        data,
        columns,
        networks.get(0).preparation,
        network,
        training,
        metrics,
        execution,
        members,
        Part.REFIT);
  }
}
