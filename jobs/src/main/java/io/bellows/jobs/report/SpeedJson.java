package io.bellows.jobs.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellows.kernels.training.Efficiency;

/** Speed as JSON. What is not known is null; parts of the time are of 1. Epochs count from 1. */
final class SpeedJson {
  private SpeedJson() {}

  static ObjectNode of(Efficiency efficiency) {
    ObjectNode json = Json.object();
    json.put("from-epoch", efficiency.fromEpoch() + 1);
    json.put("rounds", efficiency.rounds());
    Json.put(json, "rows-per-second", efficiency.rowsPerSecond());
    json.put("flop-per-row", efficiency.flopPerRow());
    Json.put(json, "gflops", efficiency.gflops());
    json.put("cores", efficiency.cores());
    Json.put(json, "peak-gflops-per-core", efficiency.peakPerCore().orElse(Double.NaN));
    Json.put(json, "share-of-peak", efficiency.shareOfPeak().orElse(Double.NaN));
    Json.put(json, "round-seconds", efficiency.roundSeconds());
    ObjectNode parts = json.putObject("parts-of-a-round");
    Json.put(parts, "arithmetic", efficiency.arithmetic());
    Json.put(parts, "meeting", efficiency.meeting());
    Json.put(parts, "update", efficiency.update());
    Json.put(parts, "engine", efficiency.engine());
    return json;
  }
}
