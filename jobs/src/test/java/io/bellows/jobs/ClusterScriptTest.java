package io.bellows.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What bin/cluster says where nothing is started; real clusters are in the package cluster. */
class ClusterScriptTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          start              | 64 | start expects a number of workers, 1 to 99, was: nothing
          start two          | 64 | start expects a number of workers, 1 to 99, was: two
          start 1 2          | 64 | start expects a number of workers, was: 1 2
          start 1 --cores    | 64 | --cores needs a value
          start 1 --conf a   | 64 | --conf expects KEY=VALUE, was: a
          kill               | 64 | kill expects executor K, executors or worker K, was: nothing
          kill everything    | 64 | kill expects executor K, executors or worker K, was: everything
          kill worker 1      | 1  | no worker-1 runs in FOLDER; cluster status tells what does
          kill executors     | 1  | there is no executor to kill; cluster status tells what runs
          status             | 1  | no cluster runs in FOLDER; cluster start N starts one
          restart            | 64 | unknown command: restart (cluster --help tells more)
          """)
  void wrongCall_isOneSentence(String arguments, int code, String sentence) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(Path.of("bin/cluster").toString(), "--folder", folder.resolve("c").toString()));
    command.addAll(List.of(arguments.split(" ")));
    Path err = folder.resolve("err");
    Process process = new ProcessBuilder(command).redirectError(err.toFile()).start();

    assertThat(process.waitFor()).isEqualTo(code);
    assertThat(Files.readString(err, StandardCharsets.UTF_8).lines().map(String::stripTrailing))
        .containsExactly("cluster: " + sentence.replace("FOLDER", folder.resolve("c").toString()));
    assertThat(folder.resolve("c")).doesNotExist();
  }

  /** Nothing was started, and so there is nothing left to do. */
  @Test
  void stop_withoutACluster_isFine() throws Exception {
    Process process =
        new ProcessBuilder("bin/cluster", "--folder", folder.resolve("c").toString(), "stop")
            .start();

    assertThat(process.waitFor()).isZero();
  }
}
