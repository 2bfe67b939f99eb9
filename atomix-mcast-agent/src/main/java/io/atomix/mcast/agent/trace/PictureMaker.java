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
package io.atomix.mcast.agent.trace;

import io.atomix.mcast.trace.Trace;
import io.atomix.mcast.trace.TraceEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Makes of a trace what the page draws. */
final class PictureMaker {
  private static final int MOST_BLOCKERS = 12;

  private final Trace trace;
  private final Map<String, MessageDraft> drafts = new LinkedHashMap<>();
  private final Map<String, Integer> places = new HashMap<>();
  private final Map<String, List<PartDraft>> endedByGroup = new HashMap<>();
  private final Map<PartDraft, String> idsOfParts = new HashMap<>();
  private final List<String> lanes;
  private final long start;
  private final long end;
  private int whole;

  private PictureMaker(Trace trace) {
    this.trace = trace;
    List<TraceEvent> events =
        trace.events().stream().sorted(Comparator.comparingLong(TraceEvent::time)).toList();
    this.start = events.isEmpty() ? 0 : events.get(0).time();
    this.end = events.isEmpty() ? 0 : events.get(events.size() - 1).time();
    TreeSet<String> groups = new TreeSet<>();
    for (TraceEvent event : events) {
      drafts.computeIfAbsent(event.message(), id -> new MessageDraft(event)).add(event);
      groups.add(event.group());
    }
    this.lanes = new ArrayList<>();
    if (groups.remove(Trace.CALLERS)) {
      lanes.add(Trace.CALLERS);
    }
    lanes.addAll(groups);
  }

  /**
   * Makes a picture of at most so many messages: those that are pointed out, and the latest of the
   * others. Messages are left out whose beginnings were not kept.
   */
  static Picture of(Trace trace, int limit) {
    return new PictureMaker(trace).make(limit);
  }

  private Picture make(int limit) {
    List<MessageDraft> drawn = drawn(limit);
    for (MessageDraft draft : drawn) {
      places.put(draft.id(), places.size());
      for (PartDraft part : draft.parts().values()) {
        idsOfParts.put(part, draft.id());
        if (part.end() != null) {
          endedByGroup.computeIfAbsent(part.group(), group -> new ArrayList<>()).add(part);
        }
      }
    }
    endedByGroup
        .values()
        .forEach(parts -> parts.sort(Comparator.comparingLong(PartDraft::end).reversed()));
    return new Picture(
        trace.source(),
        trace.sampling(),
        trace.lost(),
        trace.notes(),
        start,
        end - start,
        lanes,
        leaders(drawn),
        whole,
        drafts.size() - whole,
        drawn.stream().map(this::message).toList());
  }

  private List<MessageDraft> drawn(int limit) {
    Set<String> marked = Set.copyOf(trace.marked());
    List<MessageDraft> all =
        drafts.values().stream()
            .filter(each -> trace.lost().isEmpty() || each.isWhole() || marked.contains(each.id()))
            .toList();
    whole = all.size();
    int left = whole - limit;
    List<MessageDraft> drawn = new ArrayList<>();
    for (MessageDraft draft : all) {
      if (left > 0 && !marked.contains(draft.id())) {
        left--;
      } else {
        drawn.add(draft);
      }
    }
    return drawn;
  }

  private List<List<String>> leaders(List<MessageDraft> drawn) {
    Map<String, TreeSet<String>> nodes = new TreeMap<>();
    for (MessageDraft draft : drawn) {
      draft
          .parts()
          .forEach(
              (group, part) -> {
                if (part.leader() != null) {
                  nodes.computeIfAbsent(group, name -> new TreeSet<>()).add(part.leader());
                }
              });
    }
    return lanes.stream()
        .map(lane -> List.copyOf(nodes.getOrDefault(lane, new TreeSet<>())))
        .toList();
  }

  private Picture.PictureMessage message(MessageDraft draft) {
    TraceEvent.What what = draft.what();
    List<Picture.PicturePart> parts = draft.parts().values().stream().map(this::part).toList();
    Long over = draft.end();
    return new Picture.PictureMessage(
        draft.id(),
        what == null ? "unknown" : what.sort(),
        what == null ? null : what.operation(),
        what == null ? null : what.primitive(),
        what == null ? null : what.client(),
        what == null ? List.copyOf(draft.parts().keySet()) : what.destinations(),
        draft.begin() - start,
        over == null ? null : (Long) (over - draft.begin()),
        parts.stream().mapToLong(part -> part.waited(end - start)).max().orElse(0),
        since(draft.called()),
        since(draft.returned()),
        draft.ending(),
        trace.marked().contains(draft.id()),
        parts);
  }

  private Picture.PicturePart part(PartDraft part) {
    TraceEvent.What what = part.what();
    List<String> blockers = blockers(part);
    return new Picture.PicturePart(
        lanes.indexOf(part.group()),
        part.leader(),
        part.submitted() == null ? 0 : part.submitted().index(),
        since(part.submitted()),
        part.submitted() == null ? null : part.submitted().timestamp(),
        since(part.raised()),
        part.raised() == null ? null : part.raised().timestamp(),
        since(part.waitSince()),
        since(part.stable()),
        since(part.end()),
        part.ending() == null ? null : PartDraft.word(part.ending()),
        part.held(),
        what == null ? null : what.whole(),
        what == null ? List.of() : what.keys(),
        what == null ? 0 : what.moreKeys(),
        blockers.stream().filter(places::containsKey).map(places::get).toList(),
        blockers.stream().filter(id -> !places.containsKey(id)).toList());
  }

  /**
   * Returns what a message waited for in a group: of the messages that conflict with it, those that
   * were executed or dropped before it since it began to wait, the last first; and what the group
   * itself named.
   */
  private List<String> blockers(PartDraft part) {
    if (part.waitSince() == null) {
      return List.of();
    }
    long until = part.end() == null ? end : part.end();
    List<String> blockers =
        new ArrayList<>(
            endedByGroup.getOrDefault(part.group(), List.of()).stream()
                .filter(
                    other ->
                        other != part
                            && other.end() > part.waitSince()
                            && other.end() <= until
                            && other.conflictsWith(part))
                .limit(MOST_BLOCKERS)
                .map(idsOfParts::get)
                .toList());
    part.blockers().stream().filter(id -> !blockers.contains(id)).forEach(blockers::add);
    return blockers;
  }

  private Long since(TraceEvent event) {
    return event == null ? null : (Long) (event.time() - start);
  }

  private Long since(Long time) {
    return time == null ? null : (Long) (time - start);
  }
}
