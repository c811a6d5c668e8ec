package io.bellows.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * docs/configuration.md: every key of conf/reference.conf, with its default and what it says of it.
 */
class ConfigurationTableTest {
  private static final Path DOCUMENT = Path.of("../docs/configuration.md");

  private final List<String> lines = new ArrayList<>();

  /** With {@code -Dwrite.docs=true} the document is written anew. */
  @Test
  void document_isWhatTheReferenceSays() throws IOException {
    String table = table();
    if (Boolean.getBoolean("write.docs")) {
      Files.writeString(DOCUMENT, table);
    }

    assertThat(Files.readString(DOCUMENT))
        .as("mvn -pl jobs -am test -Dtest=ConfigurationTableTest -Dwrite.docs=true renews it")
        .isEqualTo(table);
  }

  private String table() {
    lines.add("# Configuration");
    lines.add("");
    lines.add(
        "Every key, its default, and what it is for. A run's file is in"
            + " [HOCON](https://github.com/lightbend/config/blob/main/HOCON.md); `--set key=value`"
            + " comes before it. Keys marked *free* may change when a run that was left goes on; by"
            + " all others it is known. This page is made of"
            + " [conf/reference.conf](../conf/reference.conf).");
    ConfigObject reference = RunConfigLoader.reference().root();
    startTable();
    for (Map.Entry<String, ConfigValue> entry : inOrder(reference)) {
      if (!(entry.getValue() instanceof ConfigObject block) || block.isEmpty()) {
        addKey(entry.getKey(), entry.getValue());
      }
    }
    for (Map.Entry<String, ConfigValue> entry : inOrder(reference)) {
      if (entry.getValue() instanceof ConfigObject block && !block.isEmpty()) {
        addBlock(entry.getKey(), block, "## ");
      }
    }
    return String.join("\n", lines) + "\n";
  }

  private void addBlock(String path, ConfigObject block, String heading) {
    lines.add("");
    lines.add(heading + "`" + path + "`");
    String comment = comment(block);
    if (!comment.isEmpty()) {
      lines.add("");
      lines.add(comment);
    }
    List<Map.Entry<String, ConfigValue>> entries = inOrder(block);
    List<Map.Entry<String, ConfigValue>> keys =
        entries.stream().filter(entry -> !isBlock(entry.getValue())).toList();
    if (!keys.isEmpty()) {
      startTable();
      keys.forEach(entry -> addKey(path + "." + entry.getKey(), entry.getValue()));
    }
    entries.stream()
        .filter(entry -> isBlock(entry.getValue()))
        .forEach(
            entry ->
                addBlock(path + "." + entry.getKey(), (ConfigObject) entry.getValue(), "### "));
  }

  /** An empty one is a value: names of the user's own choice. */
  private static boolean isBlock(ConfigValue value) {
    return value instanceof ConfigObject block && !block.isEmpty();
  }

  private void startTable() {
    lines.add("");
    lines.add("| key | default | |");
    lines.add("| --- | --- | --- |");
  }

  private void addKey(String path, ConfigValue value) {
    lines.add(
        String.format(
            "| `%s` | `%s` | %s |",
            path,
            value.render(ConfigRenderOptions.concise()),
            comment(value).replaceAll("\\[free(, [^]]*)?]", "*Free$1.*").replace("|", "\\|")));
  }

  private static String comment(ConfigValue value) {
    return value.origin().comments().stream().map(String::strip).collect(Collectors.joining(" "));
  }

  private static List<Map.Entry<String, ConfigValue>> inOrder(ConfigObject block) {
    return block.entrySet().stream()
        .sorted(Comparator.comparingInt(entry -> entry.getValue().origin().lineNumber()))
        .toList();
  }
}
