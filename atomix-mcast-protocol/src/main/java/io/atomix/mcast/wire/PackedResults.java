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

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Results of the parts of a conditional message on several primitives, where one result stands for
 * those of one primitive. They are in the order of the parts: first that of the action itself, then
 * those of its {@linkplain ConditionalAction#elsewhere parts elsewhere}.
 */
public final class PackedResults {
  private PackedResults() {}

  /** Returns results as one, null if none is there; each may be null. */
  public static byte[] pack(List<byte[]> results) {
    if (results.stream().allMatch(each -> each == null)) {
      return null;
    }
    return new WireWriter().writeAll(results, WireWriter::writeBytes).toByteArray();
  }

  /**
   * Returns what {@link #pack} was given.
   *
   * @param count how many results there were
   * @throws WireException if it is something else
   */
  public static List<byte[]> unpack(byte[] packed, int count) {
    if (packed == null) {
      return Collections.nCopies(count, null);
    }
    WireReader in = new WireReader("The results of a message on several primitives", packed);
    List<byte[]> results = new ArrayList<>(in.readAll(WireReader::readBytes));
    in.end();
    if (results.size() != count) {
      throw in.broken(results.size() + " results of " + count + " parts");
    }
    return results;
  }
}
