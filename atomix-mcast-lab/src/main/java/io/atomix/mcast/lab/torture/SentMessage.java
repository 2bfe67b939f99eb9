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
package io.atomix.mcast.lab.torture;

import io.atomix.mcast.primitives.channel.Conflicts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A message as its sender knows it.
 *
 * @param payload its name
 * @param to the numbers of the partitions that it goes to
 * @param conflicts what it conflicts with
 * @param began when its sending began
 * @param ended when it was sure to be delivered; {@link Long#MAX_VALUE} if that is not known
 * @param refused whether it was not sent and never will be
 * @param positions what its sender was told of its positions, by partition
 */
record SentMessage(
    String payload,
    Set<Integer> to,
    String conflicts,
    long began,
    long ended,
    boolean refused,
    Map<Integer, Long> positions) {

  boolean isSure() {
    return ended != Long.MAX_VALUE;
  }

  boolean conflictsWith(SentMessage that) {
    Conflicts mine = ChannelLine.conflicts(conflicts);
    return mine.with(ChannelLine.conflicts(that.conflicts));
  }

  /** Adds what the lines of a sender tell. */
  static void read(List<ChannelLine> lines, Map<String, SentMessage> sent) {
    Map<String, SentMessage> own = new LinkedHashMap<>();
    for (ChannelLine line : lines) {
      SentMessage before = own.get(line.payload());
      own.put(
          line.payload(),
          switch (line.kind()) {
            case SEND ->
                new SentMessage(
                    line.payload(),
                    Set.copyOf(line.to()),
                    line.conflicts(),
                    line.time(),
                    Long.MAX_VALUE,
                    false,
                    Map.of());
            case SENT ->
                before.with(
                    line.time(), false, line.positions() == null ? Map.of() : line.positions());
            case REFUSED -> before.with(Long.MAX_VALUE, true, Map.of());
            default -> throw new IllegalArgumentException("No line of a sender: " + line);
          });
    }
    sent.putAll(own);
  }

  private SentMessage with(long sure, boolean refusal, Map<Integer, Long> told) {
    return new SentMessage(payload, to, conflicts, began, sure, refusal, Map.copyOf(told));
  }
}
