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
package io.atomix.mcast.lab.cluster;

import io.atomix.protocols.raft.partition.impl.RaftNamespaces;
import io.atomix.protocols.raft.protocol.AppendRequest;
import io.atomix.protocols.raft.storage.log.entry.CommandEntry;
import io.atomix.protocols.raft.storage.log.entry.RaftLogEntry;
import io.atomix.utils.serializer.Serializer;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Counts what the groups of a {@code generic-multicast} partition group do, by what the nodes send:
 * log entries that leaders replicate, and messages. Left out is what a group does when it has
 * nothing to do: heartbeats, and what keeps sessions alive.
 */
public final class CountingWire implements Wire {
  private static final Serializer RAFT = Serializer.using(RaftNamespaces.RAFT_PROTOCOL);

  private final Wire carrier;
  private final Pattern ofLog;
  private final Pattern betweenGroups;
  private final SortedMap<Integer, WireCount> counts = new TreeMap<>();

  /**
   * Counts of what a group has done.
   *
   * @param entries positions of its log that hold an operation, or what became of one
   * @param requests messages to its replicas and from them to clients, without answers
   */
  public record Activity(int entries, int requests) {}

  private static final class WireCount {
    private final Set<Long> entries = new HashSet<>();
    private int requests;
  }

  /**
   * Creates a wire that counts for a partition group.
   *
   * @param group the group's name
   * @param carrier carries what has been counted
   */
  public CountingWire(String group, Wire carrier) {
    this.carrier = carrier;
    String name = Pattern.quote(group);
    this.ofLog = Pattern.compile(name + "-multicast-(\\d+)-(append|command|query|term|publish.*)");
    this.betweenGroups =
        Pattern.compile("generic-multicast-(?:exchange|delivery)-" + name + "-(\\d+)(?:-.*)?");
  }

  /** Forgets what was counted. */
  public synchronized void reset() {
    counts.clear();
  }

  /**
   * Returns the counts of each group, by its number from 1; groups that did nothing are not in it.
   */
  public synchronized SortedMap<Integer, Activity> activities() {
    SortedMap<Integer, Activity> activities = new TreeMap<>();
    counts.forEach(
        (group, count) ->
            activities.put(group, new Activity(count.entries.size(), count.requests)));
    return activities;
  }

  @Override
  public void carry(boolean local, String type, byte[] payload, Runnable deliver) {
    count(type, payload);
    carrier.carry(local, type, payload, deliver);
  }

  @Override
  public void carryBack(boolean local, Runnable deliver) {
    carrier.carryBack(local, deliver);
  }

  private void count(String type, byte[] payload) {
    Matcher matcher = ofLog.matcher(type);
    if (matcher.matches()) {
      int group = Integer.parseInt(matcher.group(1));
      if (matcher.group(2).equals("append")) {
        countAppend(group, RAFT.decode(payload));
      } else {
        countRequest(group);
      }
      return;
    }
    matcher = betweenGroups.matcher(type);
    if (matcher.matches()) {
      countRequest(Integer.parseInt(matcher.group(1)));
    }
  }

  private synchronized void countAppend(int group, AppendRequest request) {
    boolean counts = false;
    long index = request.prevLogIndex();
    for (RaftLogEntry entry : request.entries()) {
      index++;
      if (entry instanceof CommandEntry) {
        of(group).entries.add(index);
        counts = true;
      }
    }
    if (counts) {
      countRequest(group);
    }
  }

  private synchronized void countRequest(int group) {
    of(group).requests++;
  }

  private WireCount of(int group) {
    return counts.computeIfAbsent(group, key -> new WireCount());
  }
}
