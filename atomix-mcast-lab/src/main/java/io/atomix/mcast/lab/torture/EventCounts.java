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

import java.util.List;
import java.util.Locale;

/** Counts what was sent to channels, heard of them, and told to watches and other listeners. */
final class EventCounts {
  private long sent;
  private long sure;
  private long heard;
  private long subscribers;
  private long resumed;
  private long changes;
  private long watches;
  private long watchesResumed;
  private long snapshots;
  private long gone;
  private long listeners;
  private long mapEvents;
  private long elections;
  private long reads;
  private long losses;

  /** Takes a round into account. */
  void add(Histories histories) {
    sent += histories.channel().sent().size();
    sure += histories.channel().sent().values().stream().filter(SentMessage::isSure).count();
    for (List<ChannelLine> lines : histories.channel().heard().values()) {
      subscribers++;
      heard += lines.stream().filter(each -> each.kind() == ChannelLine.TalkKind.HEARD).count();
      resumed +=
          lines.stream().filter(each -> each.kind() == ChannelLine.TalkKind.BEGIN).count() - 1;
    }
    for (List<WatchLine> lines : histories.watched().values()) {
      watches++;
      lines.forEach(this::count);
      watchesResumed--;
    }
    for (List<MapEventLine> lines : histories.listened().maps().values()) {
      listeners++;
      lines.forEach(line -> mapEvents += count(line.kind(), line.text()));
    }
    for (List<ElectionLine> lines : histories.listened().elections().values()) {
      listeners++;
      lines.forEach(line -> elections += count(line.kind(), line.text()));
    }
  }

  private int count(ListenerMoment kind, String text) {
    reads += kind == ListenerMoment.READ ? 1 : 0;
    losses += kind == ListenerMoment.STATE && !text.equals("CONNECTED") ? 1 : 0;
    return kind == ListenerMoment.EVENT ? 1 : 0;
  }

  private void count(WatchLine line) {
    switch (line.kind()) {
      case BEGIN -> watchesResumed++;
      case SNAPSHOT -> {
        snapshots++;
        gone += line.lost().isEmpty() ? 0 : 1;
      }
      case CHANGES -> changes += line.messages().size();
      case GONE -> gone++;
      case ENDED, DRAINED -> {}
    }
  }

  /** Tells them, if there are any. */
  List<String> lines() {
    if (subscribers == 0 && watches == 0 && listeners == 0) {
      return List.of();
    }
    return List.of(
        String.format(
            Locale.ROOT,
            "channel: %d messages, %d sure, heard %d times by %d subscribers, who went on %d times",
            sent,
            sure,
            heard,
            subscribers,
            resumed),
        String.format(
            Locale.ROOT,
            "watches: %d changes told to %d watches, which went on %d times; %d snapshots, history"
                + " gone %d times",
            changes,
            watches,
            watchesResumed,
            snapshots,
            gone),
        String.format(
            Locale.ROOT,
            "listeners: %d events of maps and %d of elections told to %d listeners, %d reads"
                + " between them, sessions interrupted %d times",
            mapEvents,
            elections,
            listeners,
            reads,
            losses));
  }
}
