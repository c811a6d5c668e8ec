package io.bellows.driver.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretOptionsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "password",
        "Password",
        "sslKeystorePassword",
        "passwd",
        "dbPwd",
        "secret",
        "client_secret",
        "authToken",
        "token",
        "key",
        "apiKey",
        "fs.s3a.access.key",
        "fs.azure.account.key.store.example",
        "encryption-key-id",
        "credentials"
      })
  void isSecret_namesOfSecrets_are(String name) {
    assertThat(SecretOptions.isSecret(name, "x")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "header",
        "sep",
        "escape",
        "labels",
        "dbtable",
        "user",
        "url",
        "partitionColumn",
        "keyword",
        "monkeys",
        "columnNameOfCorruptRecord"
      })
  void isSecret_otherNames_areNot(String name) {
    assertThat(SecretOptions.isSecret(name, "jdbc:postgresql://host:5432/base?ssl=true")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://host/base?user=me&password=x",
        "jdbc:sqlserver://host;Password=x",
        "https://me:x@host/rows",
        "https://host/rows?token=x"
      })
  void isSecret_addressesThatHoldOne_are(String url) {
    assertThat(SecretOptions.isSecret("url", url)).isTrue();
  }

  @Test
  void toString_ofASource_showsNone() {
    DataSource source = new DataSource("jdbc", "rows", Map.of("password", "x1y2", "user", "me"));

    assertThat(source.toString())
        .isEqualTo("DataSource[format=jdbc, path=rows, options={password=(withheld), user=me}]");
  }
}
