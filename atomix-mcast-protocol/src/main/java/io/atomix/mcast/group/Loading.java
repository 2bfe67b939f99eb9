/*
 * Copyright 2026 the atomix-mcast authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 * http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.atomix.mcast.group;

import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.WireException;
import io.atomix.mcast.wire.WireReader;
import io.atomix.mcast.wire.WireWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.CRC32C;
import java.util.zip.InflaterInputStream;

/**
 * Beginning of a group that is restored from a backup. It comes in parts, as entries of the log,
 * before anything else does, so that all replicas begin with the same, and a replica that is made
 * anew does, too. With the last part its primitives are there.
 *
 * <p>Whoever had a session when the backup was taken has none now: locks are free, and elections
 * have no candidates.
 */
final class Loading {
  private final HostedPrimitives primitives;
  private final GroupTimers timers;
  private String backup = "";
  private long total;
  private ByteArrayOutputStream received = new ByteArrayOutputStream();

  /** The state cannot be restored, so this replica must not go on. */
  static final class NotLoadedError extends Error {
    private static final long serialVersionUID = 1;

    private NotLoadedError(String message, Throwable cause) {
      super(message, cause);
    }
  }

  Loading(HostedPrimitives primitives, GroupTimers timers) {
    this.primitives = primitives;
    this.timers = timers;
  }

  /** Returns how far it is. */
  Loaded progress() {
    return new Loaded(backup, received == null ? total : received.size(), received == null);
  }

  /**
   * Takes a part, if it is the next one. All others are ignored: a leader may repeat what the one
   * before has said. Parts that make no backup are given up, and the group is empty again.
   *
   * @return what is wrong with the part, or with all of them; null if nothing is
   */
  String take(Command.Load part) {
    boolean first = backup.isEmpty() && primitives.size() == 0;
    if (received == null
        || part.offset() != received.size()
        || !first && !part.backup().equals(backup)) {
      return null;
    }
    long after = part.offset() + part.bytes().length;
    if (part.backup().isEmpty()
        || part.bytes().length == 0
        || part.total() < after
        || !first && part.total() != total) {
      return "Bytes from %d of backup '%s' are no part of it: they end at %d, all are %d"
          .formatted(part.offset(), part.backup(), after, part.total());
    }
    backup = part.backup();
    total = part.total();
    received.writeBytes(part.bytes());
    return received.size() < total ? null : finish(part.checksum());
  }

  private String finish(int checksum) {
    byte[] compressed = received.toByteArray();
    CRC32C found = new CRC32C();
    found.update(compressed);
    try {
      if ((int) found.getValue() != checksum) {
        throw new WireException("their checksum is another");
      }
      CaptureFormat.read("Backup " + backup, inflated(compressed), primitives);
    } catch (WireException | UncheckedIOException e) {
      // The same on every replica.
      String problem = "The parts of backup " + backup + " are no backup: " + e.getMessage();
      backup = "";
      total = 0;
      received = new ByteArrayOutputStream();
      return problem;
    } catch (RuntimeException | Error e) {
      throw new NotLoadedError(
          "Backup " + backup + " cannot be restored here: " + e.getMessage(), e);
    }
    received = null;
    timers.touchAll();
    return null;
  }

  private static byte[] inflated(byte[] compressed) {
    try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(compressed))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void write(WireWriter out) {
    out.writeString(backup).writeVarLong(total);
    out.writeBytes(received == null ? null : received.toByteArray());
  }

  /** Takes the state that {@link #write} wrote. */
  void restore(WireReader in) {
    backup = in.readName();
    total = in.readVarLong();
    byte[] bytes = in.readBytes();
    received = null;
    if (bytes != null) {
      received = new ByteArrayOutputStream();
      received.writeBytes(bytes);
    }
  }
}
