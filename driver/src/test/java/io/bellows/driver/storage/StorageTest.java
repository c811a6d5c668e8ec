package io.bellows.driver.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both storages do the same; Hadoop's is tried on its local file system. */
class StorageTest {
  @TempDir Path folder;

  private static Storage storage(String kind) {
    return kind.equals("local") ? Storage.local() : new HadoopStorage("file:///");
  }

  private String path(String name) {
    return "file://" + folder.resolve(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "hadoop"})
  void writeText_replacesAndLeavesNothingElse(String kind) throws Exception {
    Storage storage = storage(kind);

    storage.createFolders(path("a/b"));
    storage.writeText(path("a/b/file"), "first");
    storage.writeText(path("a/b/file"), "zwölf");

    assertThat(storage.readText(path("a/b/file"))).isEqualTo("zwölf");
    assertThat(storage.names(path("a/b"))).containsExactly("file");
    assertThat(storage.exists(path("a/b/file"))).isTrue();
    assertThat(storage.isFolder(path("a/b"))).isTrue();
    assertThat(storage.isFolder(path("a/b/file"))).isFalse();
    assertThat(storage.isFolder(path("absent"))).isFalse();
  }

  /** A view of several file systems, none of which is its root. */
  @Test
  void writeText_throughAView_arrivesInWhatIsMounted() throws Exception {
    String link = "spark.hadoop.fs.viewfs.mounttable.view.link./mounted";
    System.setProperty(link, folder.toUri().toString());
    try {
      Storage storage = Storage.of("viewfs://view/mounted/a");
      storage.createFolders("viewfs://view/mounted/a");
      storage.writeText("viewfs://view/mounted/a/file", "text");
    } finally {
      System.clearProperty(link);
    }

    assertThat(folder.resolve("a/file")).hasContent("text");
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "hadoop"})
  void readText_whatIsNoText_isReadWithReplacements(String kind) throws Exception {
    Files.write(folder.resolve("bytes"), new byte[] {'a', (byte) 0xff, 'b'});

    assertThat(storage(kind).readText(path("bytes"))).isEqualTo("a\ufffdb");
  }

  @Test
  void isWithin_seesThroughOtherWaysOfWritingAPath() throws Exception {
    Files.createDirectories(folder.resolve("rows/day"));
    Files.createSymbolicLink(folder.resolve("link"), folder.resolve("rows"));

    assertThat(Storage.isWithin(path("rows/day"), folder.resolve("rows").toString())).isTrue();
    assertThat(Storage.isWithin(folder + "/x/../rows", folder + "/rows/")).isTrue();
    assertThat(Storage.isWithin(folder + "/link/new", folder + "/rows")).isTrue();
    assertThat(Storage.isWithin(folder + "/rows", folder + "/rows/day")).isFalse();
    assertThat(Storage.isWithin(folder + "/rows-of-may", folder + "/rows")).isFalse();
    assertThat(Storage.isWithin(folder + "/rows", "s3a://rows")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "hadoop"})
  void rename_movesAFolderAndDelete_removesIt(String kind) throws Exception {
    Storage storage = storage(kind);
    Files.createDirectories(folder.resolve("from/inner"));
    Files.writeString(folder.resolve("from/inner/file"), "text");

    storage.rename(path("from"), path("to"));

    assertThat(folder.resolve("from")).doesNotExist();
    assertThat(folder.resolve("to/inner/file")).hasContent("text");
    storage.delete(path("to"));
    assertThat(folder.resolve("to")).doesNotExist();
    storage.delete(path("to"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "hadoop"})
  void create_ofSeveral_succeedsOnce(String kind) throws Exception {
    Storage storage = storage(kind);

    assertThat(storage.create(path("claim"), new byte[] {1})).isTrue();
    assertThat(storage.create(path("claim"), new byte[] {2})).isFalse();

    assertThat(storage.read(path("claim"))).containsExactly(1);
    assertThat(storage.names(path(""))).containsExactly("claim");
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "hadoop"})
  void write_whereItCannot_failsAndLeavesTheOlderFile(String kind) throws Exception {
    Files.createDirectories(folder.resolve("folder/inner"));

    assertThatThrownBy(() -> storage(kind).write(path("folder"), new byte[] {1}))
        .isInstanceOf(IOException.class);

    assertThat(folder.resolve("folder/inner")).isDirectory();
    assertThat(storage(kind).names(path(""))).containsExactly("folder");
  }

  /** What a store cannot take whole is not seen at all, and nothing is renamed. */
  @Test
  void write_toAnObjectStore_showsTheWholeFileOrNone() throws Exception {
    System.setProperty("spark.hadoop.fs.store.impl", StoreFileSystem.class.getName());
    try {
      String root = "store://" + folder;
      Storage store = Storage.of(root);

      assertThat(store.renamesAtOnce()).isFalse();
      store.writeText(root + "/file", "first");
      store.writeText(root + "/file", "second");
      assertThat(store.create(root + "/file", new byte[1])).isFalse();
      assertThatThrownBy(() -> store.writeText(root + "/full", "text"))
          .hasMessage("No space left on device");

      assertThat(store.readText(root + "/file")).isEqualTo("second");
      assertThat(store.names(root)).containsExactly("file");
    } finally {
      System.clearProperty("spark.hadoop.fs.store.impl");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "hadoop"})
  void files_areListedSortedWithoutHiddenOnes(String kind) throws Exception {
    Storage storage = storage(kind);
    Files.createDirectories(folder.resolve("data/part"));
    Files.writeString(folder.resolve("data/part/b.csv"), "12");
    Files.writeString(folder.resolve("data/a.csv"), "1");
    Files.writeString(folder.resolve("data/_SUCCESS"), "");
    Files.writeString(folder.resolve("data/.crc"), "");

    assertThat(storage.files(path("data"))).extracting(InputFile::size).containsExactly(1L, 2L);
    assertThat(storage.files(path("da*/*.csv"))).extracting(InputFile::size).containsExactly(1L);
    assertThat(storage.files(path("absent"))).isEmpty();
    assertThat(storage.files(path("data")).get(0).modified())
        .isEqualTo(Files.getLastModifiedTime(folder.resolve("data/a.csv")).toMillis());
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "hadoop"})
  void readText_absentFile_fails(String kind) {
    assertThatThrownBy(() -> storage(kind).readText(path("absent")))
        .isInstanceOf(IOException.class);
  }

  @Test
  void of_paths_knowsWhereTheyBelong() {
    assertThat(Storage.isLocal("runs/letter")).isTrue();
    assertThat(Storage.isLocal("/runs/letter")).isTrue();
    assertThat(Storage.isLocal("file:/runs/letter")).isTrue();
    assertThat(Storage.isLocal("hdfs://host/runs")).isFalse();
    assertThat(Storage.isLocal("s3a://bucket/runs")).isFalse();
    assertThat(Storage.absolute("runs")).isEqualTo(Path.of("runs").toAbsolutePath().toString());
    assertThat(Storage.absolute("hdfs://host/runs")).isEqualTo("hdfs://host/runs");
    assertThat(Storage.localPath("file:///a/b")).isEqualTo(Path.of("/a/b"));
    assertThat(Storage.localPath("file:/a/b")).isEqualTo(Path.of("/a/b"));
  }
}
