package io.bellows.jobs.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A setting that was changed when a run went on.
 *
 * @param was as JSON
 * @param now as JSON
 */
public record Change(String key, String was, String now) {
  ObjectNode json() {
    return Json.object().put("key", key).put("was", was).put("now", now);
  }

  static Change of(JsonNode json) {
    return new Change(
        json.path("key").asText(), json.path("was").asText(), json.path("now").asText());
  }

  /** In words. */
  public String sentence() {
    return String.format("%s was %s, now %s", key, was, now);
  }
}
