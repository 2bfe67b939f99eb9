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

import io.atomix.mcast.primitives.channel.ChannelPosition;
import io.atomix.mcast.primitives.channel.ChannelPosition.PartitionPlace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Checks what the subscribers of a channel have heard against what was sent:
 *
 * <ul>
 *   <li>nothing that was not sent, or was said not to be sent, is heard, and each message has the
 *       destinations and conflicts that it was sent with;
 *   <li>each is heard once: a message that is in a kept position never again. What was heard behind
 *       the last kept position by a subscriber that died is heard once more by the one that goes
 *       on;
 *   <li>whoever has heard all that there is has heard each message that was sure to be delivered
 *       and goes to one of his partitions;
 *   <li>between two kept positions there are as many messages of each partition as the positions
 *       say, so that none is missing that only some have heard;
 *   <li>positions: a message has the same in its partition whoever tells, and no other message has
 *       it; a subscriber goes on where its position says;
 *   <li>one order explains what all have heard and when it was sent: {@link ChannelOrder}.
 * </ul>
 */
final class ChannelCheck {
  private final ChannelRecord record;
  private final List<String> violations = new ArrayList<>();
  private final Map<String, Map<Integer, Long>> positions = new HashMap<>();
  private final Map<String, String> holders = new HashMap<>();
  private final Map<String, String> ids = new HashMap<>();
  private final ChannelOrder order;
  private int drained;

  private ChannelCheck(ChannelRecord record) {
    this.record = record;
    this.order = new ChannelOrder(record.sent());
  }

  /**
   * Result of the check.
   *
   * @param violations what must not be, with reasons
   * @param drained how many subscribers have heard all that there is
   */
  record ChannelVerdict(List<String> violations, int drained) {}

  /** Checks a round. */
  static ChannelVerdict of(ChannelRecord record) {
    ChannelCheck check = new ChannelCheck(record);
    record.sent().values().forEach(each -> check.positions(each.payload(), each.positions()));
    record.heard().forEach((name, lines) -> check.new Walk(name).walk(lines));
    check.order.addPositions(check.positions);
    check.order.violation().ifPresent(check.violations::add);
    return new ChannelVerdict(List.copyOf(check.violations), check.drained);
  }

  private void positions(String payload, Map<Integer, Long> told) {
    told.forEach(
        (partition, position) -> {
          Long known =
              positions.computeIfAbsent(payload, any -> new TreeMap<>()).put(partition, position);
          String place = "position " + position + " of partition " + partition;
          String holder = holders.put(place, payload);
          if (known != null && !known.equals(position)
              || holder != null && !holder.equals(payload)) {
            violations.add(
                "channel: message "
                    + payload
                    + " has "
                    + place
                    + ", which "
                    + (known != null && !known.equals(position)
                        ? "was told to be " + known
                        : holder + " has"));
          }
        });
  }

  /** Goes through what one subscriber has recorded. */
  private final class Walk {
    private final String name;
    private final Set<Integer> partitions = new TreeSet<>();
    private final Set<String> heard = new TreeSet<>();
    private final List<ChannelLine> behind = new ArrayList<>();
    private final List<SentMessage> effective = new ArrayList<>();
    private ChannelPosition kept;
    private boolean all;

    Walk(String name) {
      this.name = name;
    }

    private void violation(String format, Object... arguments) {
      violations.add("channel: subscriber " + name + " " + String.format(format, arguments));
    }

    void walk(List<ChannelLine> lines) {
      for (ChannelLine line : lines) {
        switch (line.kind()) {
          case BEGIN -> begin(ChannelPosition.fromJson(line.kept()));
          case HEARD -> hear(line);
          case LOST ->
              violation("has lost messages of a history that is long enough: %s", line.text());
          case ENDED -> {
            if (line.text().startsWith(IllegalArgumentException.class.getName())) {
              violation("may not go on behind its position: %s", line.text());
            }
          }
          case DRAINED -> {
            keep(ChannelPosition.fromJson(line.kept()));
            all = true;
          }
          default -> throw new IllegalArgumentException("No line of a subscriber: " + line);
        }
      }
      addToOrder(behind);
      order.addHeard(name, partitions, effective);
      if (all) {
        drained++;
        complete();
      }
    }

    private void begin(ChannelPosition position) {
      position.places().keySet().forEach(each -> partitions.add(each.id()));
      if (kept == null) {
        position
            .places()
            .forEach(
                (partition, place) -> {
                  if (place.next() != 1) {
                    violation("begins with the oldest message, and that is behind %s", position);
                  }
                });
      } else if (!plain(kept).equals(plain(position))) {
        violation("goes on behind %s, but its position was %s", position, kept);
      }
      addToOrder(behind);
      behind.clear();
      kept = position;
    }

    /** Demands that messages behind the last kept position are in order, too. */
    private void addToOrder(List<ChannelLine> tail) {
      if (!tail.isEmpty()) {
        List<SentMessage> messages = new ArrayList<>(effective);
        tail.forEach(each -> messages.add(record.sent().get(each.payload())));
        messages.removeIf(each -> each == null);
        order.addHeard(name, partitions, messages);
      }
    }

    private void hear(ChannelLine line) {
      SentMessage message = record.sent().get(line.payload());
      if (message == null || message.began() > line.time()) {
        violation("has heard %s, which nobody had sent", line.payload());
      } else if (message.refused()) {
        violation("has heard %s, which was said not to be sent", line.payload());
      } else if (!message.to().equals(line.to()) || !message.conflicts().equals(line.conflicts())) {
        violation("has heard %s, but it was sent as %s", line, message);
      } else if (Collections.disjoint(partitions, line.to())) {
        violation("of %s has heard %s", partitions, line);
      }
      String id = ids.putIfAbsent(line.payload(), line.id());
      if (id != null && !id.equals(line.id())) {
        violation("has heard %s as %s, others as %s", line.payload(), line.id(), id);
      }
      positions(line.payload(), line.positions());
      if (heard.contains(line.payload())
          || behind.stream().anyMatch(each -> each.payload().equals(line.payload()))) {
        violation("has heard %s twice", line.payload());
      }
      behind.add(line);
      if (line.kept() != null) {
        keep(ChannelPosition.fromJson(line.kept()));
      }
    }

    private void keep(ChannelPosition position) {
      Map<Integer, Long> before = counts(kept);
      Map<Integer, Long> after = counts(position);
      for (int partition : partitions) {
        long messages = behind.stream().filter(each -> each.to().contains(partition)).count();
        long expected = after.get(partition) - before.get(partition);
        if (messages != expected) {
          violation(
              "has heard %d messages of partition %d between two positions that are %d apart: %s"
                  + " and %s: %s",
              messages,
              partition,
              expected,
              kept,
              position,
              behind.stream().map(ChannelLine::payload).toList());
        }
      }
      for (ChannelLine line : behind) {
        heard.add(line.payload());
        SentMessage message = record.sent().get(line.payload());
        if (message != null) {
          effective.add(message);
        }
      }
      behind.clear();
      kept = position;
    }

    private void complete() {
      for (SentMessage message : record.sent().values()) {
        if (message.isSure()
            && !Collections.disjoint(partitions, message.to())
            && !heard.contains(message.payload())) {
          violation("has never heard %s, which was sure to be delivered", message);
        }
      }
    }
  }

  /** Numbers of messages of each partition that are in a position. */
  private static Map<Integer, Long> counts(ChannelPosition position) {
    Map<Integer, Long> counts = new TreeMap<>();
    position
        .places()
        .forEach(
            (partition, place) ->
                counts.put(partition.id(), place.upTo() - place.unheard().size()));
    return counts;
  }

  /** A position in which the end of each partition is one that is heard. */
  private static Map<Integer, PartitionPlace> plain(ChannelPosition position) {
    Map<Integer, PartitionPlace> plain = new TreeMap<>();
    position
        .places()
        .forEach(
            (partition, place) -> {
              TreeSet<Long> unheard = new TreeSet<>(place.unheard());
              long upTo = place.upTo();
              while (unheard.remove(upTo)) {
                upTo--;
              }
              plain.put(partition.id(), new PartitionPlace(place.incarnation(), upTo, unheard));
            });
    return plain;
  }
}
