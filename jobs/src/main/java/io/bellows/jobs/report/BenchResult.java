package io.bellows.jobs.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellows.driver.bench.Advice;
import io.bellows.driver.bench.BenchReport;
import io.bellows.driver.bench.EngineSpeed;
import io.bellows.driver.bench.ExecutorSpeed;
import io.bellows.kernels.speed.ProductSpeed;
import java.util.List;

/** What a measurement came to, as JSON: on the last line of stdout, and in a file. */
public final class BenchResult {
  private static final String ENGINES = "engines";
  private static final String EXECUTORS = "executors";
  private static final String ADVICE = "advice";

  private final ObjectNode json;

  private BenchResult(ObjectNode json) {
    this.json = json;
  }

  /**
   * The JSON of a report.
   *
   * @param master where it was measured
   */
  public static BenchResult of(BenchReport report, String master) {
    ObjectNode json = Json.object();
    json.put("bellows-version", BuildVersion.CURRENT.version());
    json.put("master", master);
    ObjectNode network = json.putObject("network");
    network.put("sizes", BenchText.sizes(report.network()));
    network.put("parameters", report.network().layout().size());
    network.put("flop-per-row", report.network().flopPerRow());
    json.put("batch-size", report.batchRows());
    json.put("shares", report.shares());
    json.put("rows", report.rows());
    json.put("executors-there", report.executors());
    ArrayNode executors = json.putArray(EXECUTORS);
    report.speeds().forEach(speed -> executors.add(executor(speed)));
    ObjectNode engines = json.putObject(ENGINES);
    report.engines().forEach(engine -> engines.set(engine.engine(), engine(engine)));
    json.set(ADVICE, advice(report.advice()));
    return new BenchResult(json);
  }

  private static ObjectNode executor(ExecutorSpeed speed) {
    ObjectNode json = Json.object();
    json.put("executor", speed.executor());
    json.put("host", speed.host());
    json.put("cores", speed.cores());
    json.put("java-version", speed.java());
    json.put("kernels", speed.kernels());
    json.put("reason", speed.reason());
    Json.put(json, "peak-gflops-per-core", speed.peak());
    ArrayNode layers = json.putArray("gflops-per-core");
    for (ProductSpeed product : speed.products()) {
      ObjectNode layer = layers.addObject();
      layer.put("inputs", product.inputs());
      layer.put("outputs", product.outputs());
      Json.put(layer, "forward", product.forward());
      Json.put(layer, "gradient", product.gradient());
      Json.put(layer, "backward", product.backward());
    }
    return json;
  }

  private static ObjectNode engine(EngineSpeed engine) {
    ObjectNode json = Json.object();
    json.put("remark", engine.remark());
    engine.empty().ifPresent(rounds -> json.set("empty", SpeedJson.of(rounds)));
    engine.rounds().ifPresent(rounds -> json.set("network", SpeedJson.of(rounds)));
    return json;
  }

  private static ObjectNode advice(Advice advice) {
    ObjectNode json = Json.object();
    json.put("engine", advice.engine());
    json.put("shares", advice.shares());
    json.put("batch-size", advice.batchRows());
    json.put("reason", advice.reason());
    return json;
  }

  /** One line. */
  public String line() {
    return Json.line(json);
  }

  /** The file at a path, which need not exist. */
  private static FiguresFile file(String path) {
    return FiguresFile.at(path, "bellows bench", List.of(EXECUTORS, ENGINES, ADVICE));
  }

  /**
   * Finds out whether a file can be written.
   *
   * @throws OutputException when it cannot, or when there is something else
   */
  public static void requireUsable(String path) {
    file(path).requireUsable();
  }

  /** Writes it to a file. */
  public void write(String path) {
    file(path).write(json);
  }
}
