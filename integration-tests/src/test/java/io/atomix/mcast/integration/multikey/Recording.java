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
package io.atomix.mcast.integration.multikey;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.primitives.channel.ChannelListener;
import io.atomix.mcast.primitives.channel.ChannelMessage;
import io.atomix.mcast.primitives.channel.Gap;
import io.atomix.mcast.primitives.channel.Overrun;
import io.atomix.mcast.testing.Heard;
import io.atomix.primitive.partition.PartitionId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A listener that keeps what it hears, and checks that it hears one thing at a time. */
public class Recording implements ChannelListener<String> {
  private final Heard<Object> heard = new Heard<>();
  private final Heard<Throwable> ends = new Heard<>();
  private volatile Thread inside;

  @Override
  public void onMessage(ChannelMessage<String> message) {
    hear(message);
  }

  @Override
  public void onGap(Gap gap) {
    hear(gap);
  }

  @Override
  public void onOverrun(Overrun overrun) {
    hear(overrun);
  }

  @Override
  public void onEnd(Throwable why) {
    ends.add(why);
  }

  private void hear(Object what) {
    Thread other = inside;
    if (other != null) {
      ends.add(new AssertionError("called by " + Thread.currentThread() + " during " + other));
    }
    inside = Thread.currentThread();
    heard.add(what);
    inside = null;
  }

  public Heard<Throwable> ends() {
    return ends;
  }

  public List<ChannelMessage<String>> messages() {
    List<ChannelMessage<String>> found = new ArrayList<>();
    for (Object each : heard.soFar()) {
      if (each instanceof ChannelMessage<?> message) {
        @SuppressWarnings("unchecked")
        ChannelMessage<String> ofText = (ChannelMessage<String>) message;
        found.add(ofText);
      }
    }
    return found;
  }

  public List<String> payloads() {
    return messages().stream().map(ChannelMessage::payload).toList();
  }

  public List<Gap> gaps() {
    return only(Gap.class);
  }

  public List<Overrun> overruns() {
    return only(Overrun.class);
  }

  private <T> List<T> only(Class<T> type) {
    return heard.soFar().stream().filter(type::isInstance).map(type::cast).toList();
  }

  public Map<PartitionId, List<ChannelMessage<String>>> byPartition() {
    // The natural order of partition ids takes those of different groups for the same.
    Map<PartitionId, List<ChannelMessage<String>>> found = new HashMap<>();
    messages()
        .forEach(
            message ->
                found.computeIfAbsent(message.partition(), id -> new ArrayList<>()).add(message));
    return found;
  }

  /** Every position came once and in order, as a message or in a gap; returns the last. */
  public long checkPositions(PartitionId partition, long first) {
    long next = first;
    for (Object each : heard.soFar()) {
      if (each instanceof ChannelMessage<?> message && message.partition().equals(partition)) {
        assertThat(message.position()).as("the next position of %s", partition).isEqualTo(next);
        next++;
      } else if (each instanceof Gap gap && gap.partition().equals(partition)) {
        assertThat(gap.first()).as("the next gap of %s", partition).isEqualTo(next);
        assertThat(gap.last()).isGreaterThanOrEqualTo(gap.first());
        next = gap.last() + 1;
      }
    }
    return next - 1;
  }
}
