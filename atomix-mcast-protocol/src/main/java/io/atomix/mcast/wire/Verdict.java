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
 * What a group tells of a conditional message (rule 11), as the value of a {@link Result.Done}.
 *
 * @param holds with a vote, whether the group agrees; with the execution, whether all groups do
 * @param read what was read, or null
 * @param result what the branch returned, or null
 */
public record Verdict(boolean holds, byte[] read, byte[] result) {
  private static final int VERSION = 1;

  /** Encodes it. */
  public byte[] encode() {
    int length = (read == null ? 0 : read.length) + (result == null ? 0 : result.length);
    return new WireWriter(16 + length)
        .writeByte(VERSION)
        .writeBoolean(holds)
        .writeBytes(read)
        .writeBytes(result)
        .toByteArray();
  }

  /**
   * Decodes what {@link #encode} returned.
   *
   * @throws WireException if it is something else
   */
  public static Verdict decode(byte[] bytes) {
    WireReader in = new WireReader("The verdict on a conditional message", bytes);
    in.readVersion(VERSION);
    Verdict verdict = new Verdict(in.readBoolean(), in.readBytes(), in.readBytes());
    in.end();
    return verdict;
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof Verdict that
        && holds == that.holds
        && Arrays.equals(read, that.read)
        && Arrays.equals(result, that.result);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(read) + Arrays.hashCode(result) + (holds ? 1 : 0);
  }
}
