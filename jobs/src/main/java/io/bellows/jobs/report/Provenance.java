package io.bellows.jobs.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;

/**
 * How a result came about, so that the run can be told again.
 *
 * @param configuration every setting, as JSON
 * @param shares P: another number gives other bits
 * @param attempt the number of the attempt that ended it, from 1
 * @param changes settings that were changed between attempts
 */
public record Provenance(
    String configuration,
    long seed,
    int shares,
    String sparkVersion,
    String master,
    String engine,
    String kernels,
    int attempt,
    List<Change> changes,
    Instant started,
    Instant finished) {
  public Provenance {
    changes = List.copyOf(changes);
  }

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
    json.put("attempt", attempt);
    if (!changes.isEmpty()) {
      ArrayNode list = json.putArray("changes");
      changes.forEach(change -> list.add(change.json()));
    }
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
