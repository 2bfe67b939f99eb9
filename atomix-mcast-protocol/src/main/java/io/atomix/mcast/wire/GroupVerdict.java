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

import java.util.Arrays;

/**
 * Verdict of a group on a conditional message (rule 11), as the value of a {@link Result.Done}.
 *
 * @param holds with a vote, whether the group agrees; with the execution, whether all groups do
 * @param read what was read, or null
 * @param then what the branch returned that is done if all groups agree, or will return (rule 8);
 *     null if it returned nothing, if that is not told, or if the other branch was done
 * @param otherwise the same of the branch that is done if one does not
 */
public record GroupVerdict(boolean holds, byte[] read, byte[] then, byte[] otherwise) {
  /** Version 1 had the result of the branch that was done. */
  private static final int VERSION = 2;

  /** Encodes it. */
  public byte[] encode() {
    return new WireWriter(16 + length(read) + length(then) + length(otherwise))
        .writeByte(VERSION)
        .writeBoolean(holds)
        .writeBytes(read)
        .writeBytes(then)
        .writeBytes(otherwise)
        .toByteArray();
  }

  private static int length(byte[] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  /**
   * Returns what the branch returned, or will return, that is done.
   *
   * @param held whether all groups agree
   */
  public byte[] result(boolean held) {
    return held ? then : otherwise;
  }

  /**
   * Decodes what {@link #encode} returned.
   *
   * @throws WireException if it is something else
   */
  public static GroupVerdict decode(byte[] bytes) {
    WireReader in = new WireReader("The verdict on a conditional message", bytes);
    int version = in.readVersion(1, VERSION);
    boolean holds = in.readBoolean();
    byte[] read = in.readBytes();
    byte[] first = in.readBytes();
    GroupVerdict verdict =
        version > 1
            ? new GroupVerdict(holds, read, first, in.readBytes())
            : new GroupVerdict(holds, read, holds ? first : null, holds ? null : first);
    in.end();
    return verdict;
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof GroupVerdict that
        && holds == that.holds
        && Arrays.equals(read, that.read)
        && Arrays.equals(then, that.then)
        && Arrays.equals(otherwise, that.otherwise);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * Arrays.hashCode(read) + Arrays.hashCode(then))
        + 2 * Arrays.hashCode(otherwise)
        + (holds ? 1 : 0);
  }
}
