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
package io.atomix.mcast.wire;

import io.atomix.mcast.ordering.Coded;
import io.atomix.mcast.ordering.Codes;
import java.util.List;

/**
 * Bytes that a replica has of the cut of a backup. Two replicas may have other bytes for the same
 * state, so a client takes all from one; which bytes they are, the checksum says.
 *
 * @param state whether it has it
 * @param failure why it has failed, else empty
 * @param index the log index of the cut
 * @param contents the primitives, in the order of their names; only in answers from the first byte
 *     on
 * @param size how many bytes it is before it is compressed
 * @param total how many bytes it is, compressed
 * @param checksum their CRC-32C
 * @param bytes those that were asked for, as many as there are
 */
public record BackupAnswer(
    CaptureState state,
    String failure,
    long index,
    List<BackupContent> contents,
    long size,
    long total,
    long checksum,
    byte[] bytes) {
  private static final int VERSION = 1;

  /** States of a capture. */
  public enum CaptureState implements Coded {
    /** The replica has not executed the cut, or has it no more. */
    UNKNOWN(0),
    /** It is being compressed. */
    WRITING(1),
    /** It is there. */
    READY(2),
    /** It could not be written. */
    FAILED(3);

    /** The constants by their codes. */
    public static final Codes<CaptureState> CODES = Codes.of(values());

    private final int code;

    CaptureState(int code) {
      this.code = code;
    }

    @Override
    public int code() {
      return code;
    }
  }

  /** Creates an answer that has no bytes. */
  public static BackupAnswer without(CaptureState state, String failure) {
    return new BackupAnswer(state, failure, 0, List.of(), 0, 0, 0, new byte[0]);
  }

  /** Encodes this answer. */
  public byte[] encode() {
    WireWriter out = new WireWriter(128 + bytes.length).writeByte(VERSION);
    out.writeCoded(state).writeString(failure).writeVarLong(index).writeAll(contents);
    out.writeVarLong(size).writeVarLong(total).writeVarLong(checksum);
    return out.writeBytes(bytes).toByteArray();
  }

  /**
   * Decodes an answer.
   *
   * @throws WireException if the bytes are damaged or of a newer version
   */
  public static BackupAnswer decode(byte[] bytes) {
    WireReader in = new WireReader("A part of a backup", bytes);
    in.readVersion(VERSION);
    BackupAnswer answer =
        new BackupAnswer(
            in.readCoded(CaptureState.CODES),
            in.readName(),
            in.readVarLong(),
            in.readAll(BackupContent::read),
            in.readVarLong(),
            in.readVarLong(),
            in.readVarLong(),
            in.readPresent());
    in.end();
    return answer;
  }
}
