package org.collegium.modelhost.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParseException;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.collegium.modelhost.model.ModelFormatException;
import org.collegium.modelhost.safetensors.SafetensorsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PassingFailureTest {
  @TempDir
  private Path root;

  @Test
  void aServerThatIsLostShutDownOrShortOfSomethingIsBackLater() {
    for (String state : List.of(
        "08001", "08006", "08003", "53300", "53100", "57P01", "57P02", "57P03", "40001", "40P01", "25006")) {
      assertThat(PassingFailure.passes(new SQLException("x", state))).as(state).isTrue();
    }
    for (String state : List.of("28P01", "3D000", "42P01", "42501", "22001", "23505", "57014", "P0001", "XX001")) {
      assertThat(PassingFailure.passes(new SQLException("x", state))).as(state).isFalse();
    }
    assertThat(PassingFailure.passes(new SQLException("x"))).isFalse();
  }

  @Test
  void aShareThatGivesNoAnswerIsBackLaterAndAFullDiskIsNot() {
    for (String reason : List.of("Input/output error", "Stale file handle", "Connection timed out", "Host is down")) {
      assertThat(PassingFailure.passes(new FileSystemException("f", null, reason), root)).as(reason).isTrue();
    }
    for (String reason : List.of("No space left on device", "Disk quota exceeded", "Read-only file system")) {
      assertThat(PassingFailure.passes(new FileSystemException("f", null, reason), root)).as(reason).isFalse();
      assertThat(PassingFailure.passes(new IOException(reason), root)).as(reason).isFalse();
    }
    for (IOException lasting : List.of(
        new AccessDeniedException("f"), new FileAlreadyExistsException("f"), new NotDirectoryException("f"),
        new MalformedInputException(3))) {
      assertThat(PassingFailure.passes(lasting, root)).as("%s", lasting).isFalse();
    }
  }

  @Test
  void aFullDiskIsKnownByItsRoomWhateverItsLanguage() {
    Path none = Path.of("/proc/self");
    assertThat(PassingFailure.passes(new IOException("kein Platz"), none)).isFalse();
    assertThat(PassingFailure.passes(new IOException("kein Platz"), root.resolve("not/made/yet"))).isTrue();
  }

  @Test
  void whatIsWrongWithAFileStaysWrong() {
    assertThat(PassingFailure.passes(new ModelFormatException(root, "not of one version"), root)).isFalse();
    assertThat(
            PassingFailure.passes(
                new ModelFormatException(root, "not valid JSON", new JsonParseException(null, "x")), root))
        .isFalse();
    RuntimeException missing = new SafetensorsException(root, "no such file", new NoSuchFileException("f"));
    assertThat(PassingFailure.passesForReaders(missing, root)).isFalse();
    assertThat(PassingFailure.passes(missing, root)).isTrue();
    assertThat(
            PassingFailure.passesForReaders(
                new SafetensorsException(root, "cannot be read", new IOException("Input/output error")), root))
        .isTrue();
  }
}
