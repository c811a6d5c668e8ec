package io.bellows.jobs.cli;

import io.bellows.driver.bench.Bench;
import io.bellows.driver.bench.BenchReport;
import io.bellows.driver.evaluation.ConfusionMatrix;
import io.bellows.driver.evaluation.Evaluation;
import io.bellows.driver.input.DataConfig;
import io.bellows.driver.input.DataSource;
import io.bellows.driver.survey.ColumnSurvey;
import io.bellows.driver.survey.TableSurvey;
import io.bellows.driver.training.DataSummary;
import io.bellows.driver.training.ExecutionConfig;
import io.bellows.driver.training.Part;
import io.bellows.driver.training.Refit;
import io.bellows.driver.training.TrainingRequest;
import io.bellows.kernels.Task;
import io.bellows.kernels.data.PackedBlock;
import io.bellows.kernels.data.Share;
import io.bellows.kernels.linalg.Kernels;
import io.bellows.kernels.loss.SoftmaxCrossEntropy;
import io.bellows.kernels.metric.ClassificationSum;
import io.bellows.kernels.network.Network;
import io.bellows.kernels.training.Checkpoints;
import io.bellows.kernels.training.Efficiency;
import io.bellows.kernels.training.LocalTrainer;
import io.bellows.kernels.training.TrainingConfig;
import io.bellows.kernels.training.TrainingListener;
import io.bellows.kernels.training.TrainingResult;
import io.bellows.kernels.training.TrainingState;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Trains really, on a few rows of its own and without Spark; whatever the request's data are. */
final class LocalBackend implements Backend {
  final List<String> calls = new ArrayList<>();
  boolean isClosed;
  Runnable duringPrediction = () -> {};
  Runnable afterEpoch = () -> {};
  Runnable atClose = () -> {};

  /** What a training has left: a driver's memory stands in for its files. */
  private Optional<TrainingState> left = Optional.empty();

  @Override
  public Platform platform() {
    return new Platform("0.0.0", "none");
  }

  @Override
  public List<String> firstLines(DataSource source, int lines) {
    calls.add("first lines of " + source.path());
    return List.of("a,b,y", "0,0,no", "0,1,yes");
  }

  /** Two columns of numbers, and y, which is yes or no. */
  @Override
  public TableSurvey survey(DataConfig data) {
    calls.add("survey " + data.train().path());
    return new TableSurvey(4, List.of(column("a", 4, 0), column("b", 4, 0), column("y", 0, 4)));
  }

  private static ColumnSurvey column(String name, long numbers, long texts) {
    return new ColumnSurvey(
        name,
        ColumnSurvey.Kind.VALUE,
        "string",
        1,
        numbers,
        numbers,
        texts,
        Map.of(),
        Map.of(),
        2,
        0,
        1);
  }

  @Override
  public Trained train(
      TrainingRequest request, Checkpointing checkpointing, TrainingListener listener) {
    calls.add("train");
    int shares = request.training().batching().shares();
    List<Share> rows = new ArrayList<>();
    for (int share = 0; share < shares; share++) {
      float[] features = {0, 1, 1, 0, 1, 1, 0, 0};
      float[] targets = {1, 1, 0, 0};
      float[] weights = {1, 1, 1, 1};
      rows.add(Share.of(share, List.of(new PackedBlock(share, 0, features, targets, weights))));
    }
    Network network =
        Network.of(
            2,
            request.network().hidden(),
            2,
            request.network().dropout(),
            new SoftmaxCrossEntropy());
    Trainer trainer =
        config ->
            new LocalTrainer(network, config, rows, rows, new ClassificationSum(2), Kernels.EJML)
                .train(
                    left.filter(state -> checkpointing.goesOn())
                        .orElseGet(() -> TrainingState.initial(network, config)),
                    kept(checkpointing),
                    watched(listener));
    List<TrainingResult> members = members(request, trainer, listener);
    TrainingResult result = members.get(0);
    DataSummary data =
        new DataSummary(
            4L * shares, 4L * shares, 4, 1, 0, 2, network.layout().size(), List.of(), Map.of());
    return new Trained(
        result,
        data,
        Task.CLASSIFICATION,
        Optional.of(evaluation()),
        new ExecutionConfig("local", "ejml"),
        Efficiency.of(result.history(), network, 1, OptionalDouble.empty()),
        left.map(TrainingState::standing),
        refit(request, members, trainer, listener).map(second -> new Refit(second, data)),
        members,
        LocalBackend::save);
  }

  private interface Trainer {
    TrainingResult train(TrainingConfig config);
  }

  private static List<TrainingResult> members(
      TrainingRequest request, Trainer trainer, TrainingListener listener) {
    List<TrainingResult> members = new ArrayList<>();
    for (int member = 0; member < request.members(); member++) {
      tellOfMember(request, member, listener);
      members.add(trainer.train(ofMember(request, member)));
    }
    return members;
  }

  private static void tellOfMember(TrainingRequest request, int member, TrainingListener listener) {
    if (request.members() > 1) {
      listener.memberBegins(member, request.members());
    }
  }

  private static TrainingConfig ofMember(TrainingRequest request, int member) {
    return request.training().withSeed(request.training().seed() + member);
  }

  private static Optional<List<TrainingResult>> refit(
      TrainingRequest request,
      List<TrainingResult> found,
      Trainer trainer,
      TrainingListener listener) {
    if (request.part() != Part.SEARCH) {
      return Optional.empty();
    }
    List<TrainingResult> refitted = new ArrayList<>();
    for (int member = 0; member < request.members(); member++) {
      TrainingResult first = found.get(member);
      long updates = first.history().get(first.bestEpoch()).updates();
      tellOfMember(request, member, listener);
      listener.refitBegins(updates);
      refitted.add(trainer.train(ofMember(request, member).forRefit(updates, updates)));
    }
    return Optional.of(refitted);
  }

  private Checkpoints kept(Checkpointing checkpointing) {
    return new Checkpoints() {
      @Override
      public boolean areDue(TrainingState moved) {
        return false;
      }

      @Override
      public void keep(TrainingState state) {
        checkpointing.beforeCommit().run();
        createFolder(checkpointing.folder());
        left = Optional.of(state);
      }
    };
  }

  private static void createFolder(String folder) {
    try {
      Files.createDirectories(Path.of(folder));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private TrainingListener watched(TrainingListener listener) {
    return new TrainingListener() {
      @Override
      public void epochEnded(TrainingState state) {
        listener.epochEnded(state);
        afterEpoch.run();
      }

      @Override
      public boolean stopRequested() {
        return listener.stopRequested();
      }
    };
  }

  private static void save(String folder) {
    createFolder(folder);
    try {
      Files.writeString(Path.of(folder, "weights"), "weights");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Evaluation evaluation() {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("loss", 0.25);
    figures.put("accuracy", 0.75);
    return new Evaluation(
        4,
        figures,
        Optional.of(new ConfusionMatrix(List.of("no", "yes"), new double[][] {{2, 0}, {1, 1}})));
  }

  @Override
  public Evaluation evaluate(String model, Rows rows) {
    calls.add("evaluate " + model + " " + rows);
    return evaluation();
  }

  @Override
  public void predict(
      String model, Rows rows, OptionalInt hiddenLayer, Destination destination, Runnable begin) {
    calls.add("predict " + model + " " + rows + " " + hiddenLayer + " " + destination);
    begin.run();
    try {
      Files.writeString(Path.of(destination.folder(), "part-0"), "predictions");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    duringPrediction.run();
  }

  @Override
  public String quickstart(Path output, PrintStream err) {
    calls.add("quickstart " + output);
    return "report\n{}\n";
  }

  @Override
  public BenchReport bench(TrainingRequest request, Optional<Bench.Sizes> drawn, Duration time) {
    calls.add("bench " + request.network().hidden().units() + " " + drawn + " " + time);
    return TestBench.report();
  }

  @Override
  public void close() {
    atClose.run();
    isClosed = true;
  }
}
