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
package io.atomix.mcast.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.core.Atomix;
import io.atomix.mcast.observe.ProtocolEvent;
import io.atomix.mcast.observe.Tracer;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.testing.Heard;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What happens to messages in the three partitions of the data group, as one member applies it. */
public final class TracedPartitions implements AutoCloseable {
  private final Atomix node;
  private final Map<Integer, Heard<ProtocolEvent>> happened = new TreeMap<>();

  /** Follows what one member applies, until this is closed. */
  public TracedPartitions(Atomix node) {
    this.node = node;
    for (int partition = 1; partition <= 3; partition++) {
      Heard<ProtocolEvent> heard = new Heard<>();
      happened.put(partition, heard);
      Inside.partition(node, partition)
          .trace(
              new Tracer() {
                @Override
                public void inGroup(
                    GroupId group, long index, boolean leads, long micros, ProtocolEvent what) {
                  heard.add(what);
                }
              });
    }
  }

  /** Waits for the first submission of this operation to a partition. */
  public ProtocolEvent.Submitted submitted(int partition, String operation) {
    return (ProtocolEvent.Submitted)
        happened
            .get(partition)
            .first(
                "a submission of " + operation,
                what ->
                    what instanceof ProtocolEvent.Submitted submitted
                        && operation.equals(submitted.operation()));
  }

  /** Waits for the first message that was submitted behind another, and waits for it. */
  MessageId submittedBehind(int partition, MessageId other) {
    return happened
        .get(partition)
        .first(
            "what waits for " + other,
            what ->
                what instanceof ProtocolEvent.Submitted submitted
                    && other.equals(submitted.waitsFor()))
        .message();
  }

  /** Waits until all of these have happened in a partition, each after the one before it. */
  public void awaitInOrder(int partition, ProtocolEvent... expected) {
    Heard<ProtocolEvent> heard = happened.get(partition);
    for (ProtocolEvent each : expected) {
      heard.first(each.toString(), each::equals);
    }
    assertThat(heard.soFar()).containsSubsequence(expected);
  }

  /** Returns the messages so far that were submitted to a partition behind others. */
  List<ProtocolEvent> waiting(int partition) {
    return happened.get(partition).soFar().stream()
        .filter(
            what ->
                what instanceof ProtocolEvent.Submitted submitted && submitted.waitsFor() != null)
        .toList();
  }

  @Override
  public void close() {
    for (int partition : happened.keySet()) {
      Inside.partition(node, partition).trace(Tracer.NONE);
    }
  }
}
