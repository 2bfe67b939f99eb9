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
package io.atomix.mcast.trace;

import io.atomix.mcast.observe.ProtocolEvent;
import io.atomix.mcast.observe.Touched;
import io.atomix.mcast.ordering.GroupFootprint;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.MessageId;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Takes events of the protocol into a trace.
 *
 * @param group the group that they happen in, or null for a caller
 * @param node the node that they happen on
 * @param leads whether its replica leads the group
 * @param time their time
 * @param index the index of the log entry that they came of, 0 if none
 */
record TracedEvents(GroupId group, String node, boolean leads, long time, long index)
    implements ProtocolEvent.ProtocolEventVisitor<TraceEvent> {

  @Override
  public TraceEvent submitted(ProtocolEvent.Submitted event) {
    return event(
        event,
        TraceEvent.TraceEventKind.SUBMITTED,
        event.timestamp(),
        event.waitsFor(),
        null,
        what(event));
  }

  @Override
  public TraceEvent raised(ProtocolEvent.Raised event) {
    return event(
        event, TraceEvent.TraceEventKind.RAISED, event.timestamp(), event.waitsFor(), null, null);
  }

  @Override
  public TraceEvent stable(ProtocolEvent.Stable event) {
    return event(event, TraceEvent.TraceEventKind.STABLE, event.timestamp(), null, null, null);
  }

  @Override
  public TraceEvent executed(ProtocolEvent.Executed event) {
    Boolean held = event.held() ? null : false;
    return event(event, TraceEvent.TraceEventKind.EXECUTED, null, null, held, null);
  }

  @Override
  public TraceEvent refused(ProtocolEvent.Refused event) {
    return event(event, TraceEvent.TraceEventKind.REFUSED, null, null, null, null);
  }

  @Override
  public TraceEvent aborted(ProtocolEvent.Aborted event) {
    return event(event, TraceEvent.TraceEventKind.ABORTED, null, null, null, null);
  }

  @Override
  public TraceEvent called(ProtocolEvent.Called event) {
    List<String> groups = names(event.destinations());
    TraceEvent.What what =
        new TraceEvent.What(
            "multicast", null, event.primitive(), node, groups, null, List.of(), 0, null);
    return event(event, TraceEvent.TraceEventKind.CALLED, null, null, null, what);
  }

  @Override
  public TraceEvent returned(ProtocolEvent.Returned event) {
    TraceEvent.TraceEventKind kind =
        switch (event.ending()) {
          case EARLY -> TraceEvent.TraceEventKind.RETURNED_EARLY;
          case STABLE -> TraceEvent.TraceEventKind.RETURNED_STABLE;
          case EXECUTED -> TraceEvent.TraceEventKind.RETURNED;
          case FAILED -> TraceEvent.TraceEventKind.FAILED;
        };
    return event(event, kind, null, null, null, null);
  }

  private TraceEvent event(
      ProtocolEvent event,
      TraceEvent.TraceEventKind kind,
      Long timestamp,
      MessageId waitsFor,
      Boolean held,
      TraceEvent.What what) {
    return new TraceEvent(
        group == null ? Trace.CALLERS : group.toString(),
        node,
        leads,
        time,
        index,
        name(event.message()),
        kind,
        timestamp,
        waitsFor == null ? null : name(waitsFor),
        held,
        what);
  }

  /**
   * Returns the name of a message: messages that a group submits to itself, for a timer or an ended
   * session, are numbered by each group.
   */
  private String name(MessageId message) {
    return message.clientHigh() == 0 && message.clientLow() == 0
        ? group + "/" + message.sequence()
        : message.toString();
  }

  private static TraceEvent.What what(ProtocolEvent.Submitted submitted) {
    Touched touched = submitted.touched();
    return new TraceEvent.What(
        word(submitted.kind()),
        submitted.operation(),
        touched.primitive(),
        submitted.client(),
        names(submitted.destinations()),
        touched.whole() == null ? null : word(touched.whole()),
        touched.keys().stream()
            .map(key -> new TraceEvent.EventKey(key.name(), word(key.access())))
            .toList(),
        touched.moreKeys(),
        touched.footprint() == null ? null : parts(touched.footprint()));
  }

  private static List<TraceEvent.FootprintPart> parts(GroupFootprint footprint) {
    return Stream.concat(Stream.of(footprint), footprint.others().stream())
        .map(
            part -> {
              Map<String, String> keys = new TreeMap<>();
              part.keys()
                  .forEach((key, access) -> keys.put(String.format("%016x", key), word(access)));
              return new TraceEvent.FootprintPart(
                  part.primitive(), part.whole() == null ? null : word(part.whole()), keys);
            })
        .toList();
  }

  private static List<String> names(Collection<GroupId> groups) {
    return groups.stream().sorted().map(GroupId::toString).toList();
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
