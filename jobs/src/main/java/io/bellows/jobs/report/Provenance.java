package io.bellows.jobs.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * How a result came about, so that the run can be told again.
 *
 * @param configuration every setting, as JSON
 * @param shares P: another number gives other bits
 */
public record Provenance(
    String configuration,
    long seed,
    int shares,
    String sparkVersion,
    String master,
    String engine,
    String kernels,
    Instant started,
    Instant finished) {

  ObjectNode json() {
    ObjectNode json = Json.object();
    json.put("bellows-version", BuildVersion.CURRENT.version());
    BuildVersion.CURRENT.commit().ifPresent(commit -> json.put("git-commit", commit));
    json.put("java-version", System.getProperty("java.version"));
    json.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    json.put("arch", System.getProperty("os.arch"));
    json.put("spark-version", sparkVersion);
    json.put("master", master);
    json.put("engine", engine);
    json.put("kernels", kernels);
    json.put("shares", shares);
    json.put("seed", seed);
    json.put("started", started.toString());
    json.put("finished", finished.toString());
    try {
      json.set("configuration", Json.parsed(configuration));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
    return json;
  }
}
