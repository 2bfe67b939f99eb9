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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomix.mcast.lab.torture.ElectionLine.Led;
import io.atomix.mcast.lab.torture.WatchLine.WatchKind;
import io.atomix.mcast.lab.torture.WatchLine.WatchedChange;
import io.atomix.mcast.lab.torture.WatchLine.WatchedEntry;
import io.atomix.mcast.primitives.channel.Conflicts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLogTest {
  private static final ChannelLine SEND = ChannelLine.send(1, "a", Set.of(1, 3), "k,l");
  private static final ChannelLine SENT = ChannelLine.sent(2, "a", Map.of(1, 5L, 3, 6L));
  private static final WatchLine CHANGES =
      new WatchLine(
          WatchKind.CHANGES,
          3,
          "{\"position\":1}",
          null,
          null,
          List.of(
              new WatchedChange(
                  "m", Set.of(2), Map.of("x", new WatchedEntry("1", 7)), Set.of("y"))),
          null);

  @TempDir private Path folder;

  @Test
  void whatIsAddedIsRead() throws IOException {
    Path sent = folder.resolve("sent-c1.1.events");
    try (EventLog<ChannelLine> log = new EventLog<>(sent, ChannelLine.class)) {
      assertThat(log.found()).isEmpty();
      log.add(SEND);
      log.add(SENT);
    }
    Path watched = folder.resolve("watched-c1.events");
    try (EventLog<WatchLine> log = new EventLog<>(watched, WatchLine.class)) {
      log.add(CHANGES);
    }
    ElectionCall call = ElectionCall.begun(1, ElectionCall.ElectionCallKind.RUN, "a", 4);
    Led led = new Led("a", 1, List.of("a"));
    try (EventLog<ElectionCall> log =
        new EventLog<>(folder.resolve("called-c1.1.events"), ElectionCall.class)) {
      log.add(call);
      log.add(call.answered(5, led, null));
      log.add(ElectionCall.begun(2, ElectionCall.ElectionCallKind.ANOINT, "a", 6).refusal());
    }
    ElectionLine elected = ElectionLine.event(6, new Led(null, 0, List.of()), led);
    try (EventLog<ElectionLine> log =
        new EventLog<>(folder.resolve("elected-c1.events"), ElectionLine.class)) {
      log.add(elected);
    }
    List<MapEventLine> listened =
        List.of(
            MapEventLine.of(ListenerMoment.STATE, 7, "CONNECTED"),
            MapEventLine.event(8, "x", null, new WatchedEntry("1", 7)),
            MapEventLine.read(9, 10, "x", null));
    try (EventLog<MapEventLine> log =
        new EventLog<>(folder.resolve("listened-c1.events"), MapEventLine.class)) {
      listened.forEach(log::add);
    }
    Histories read = Histories.read(folder);
    assertThat(read.listened().maps()).containsOnly(Map.entry("c1", listened));
    assertThat(read.listened().elections()).containsOnly(Map.entry("c1", List.of(elected)));
    assertThat(read.listened().calls().get("c1.1"))
        .containsExactly(
            call.answered(5, led, null),
            ElectionCall.begun(2, ElectionCall.ElectionCallKind.ANOINT, "a", 6).refusal());
    assertThat(read.channel().sent())
        .containsOnly(
            Map.entry(
                "a", new SentMessage("a", Set.of(1, 3), "k,l", 1, 2, false, Map.of(1, 5L, 3, 6L))));
    assertThat(read.watched()).containsOnly(Map.entry("c1", List.of(CHANGES)));
  }

  @Test
  void theNextProcessGoesOnBehindTheLastWholeLine() throws IOException {
    Path file = folder.resolve("heard-c1-all.events");
    try (EventLog<ChannelLine> log = new EventLog<>(file, ChannelLine.class)) {
      log.add(SEND);
    }
    Files.writeString(file, "{\"kind\":\"HEARD\",\"ti", StandardOpenOption.APPEND);
    try (EventLog<ChannelLine> log = new EventLog<>(file, ChannelLine.class)) {
      assertThat(log.found()).containsExactly(SEND);
      log.add(SENT);
    }
    assertThat(EventLog.read(file, ChannelLine.class)).containsExactly(SEND, SENT);
  }

  @Test
  void aLineThatIsNoneIsAnError() throws IOException {
    Path file = folder.resolve("heard-c1-all.events");
    Files.writeString(file, "hello\n");
    assertThatThrownBy(() -> EventLog.read(file, ChannelLine.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("hello")
        .hasMessageContaining(file.toString());
  }

  @Test
  void conflictsAreWrittenAndRead() {
    for (Conflicts each :
        List.of(Conflicts.none(), Conflicts.all(), Conflicts.on("b", "a"), Conflicts.on("c"))) {
      assertThat(ChannelLine.conflicts(ChannelLine.text(each))).isEqualTo(each);
    }
  }
}
