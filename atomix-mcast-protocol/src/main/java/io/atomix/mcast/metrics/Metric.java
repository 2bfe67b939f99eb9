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
package io.atomix.mcast.metrics;

import java.util.List;

/**
 * The meters there are. All names begin with {@code atomix.mcast.}; what to alert on is told in
 * {@code docs/operations.md}.
 */
public enum Metric {
  LEADER("leader", "gauge", "", Tags.GROUP, "1 if the replica on this node leads the group"),
  LEADER_PREFERRED(
      "leader.preferred",
      "gauge",
      "",
      Tags.GROUP,
      "1 if the replica on this node should lead the group whenever it can"),
  LEADER_CHANGES(
      "leader.changes", "counter", "", Tags.GROUP, "Times that the replica has become leader"),
  LEADER_MOVES(
      "leader.moves",
      "timer",
      "seconds",
      Tags.MOVE,
      "Moves of the leadership from this node to the preferred member, and how long requests were"
          + " held up"),
  LOG_COMMITTED(
      "log.committed", "gauge", "entries", Tags.GROUP, "Index up to which the log is committed"),
  LOG_APPLIED(
      "log.applied", "gauge", "entries", Tags.GROUP, "Index up to which the replica has applied"),
  LOG_LAG(
      "log.lag",
      "gauge",
      "entries",
      Tags.GROUP,
      "Entries known to be committed and not yet applied"),
  REPLICAS_HEARD(
      "replicas.heard",
      "gauge",
      "replicas",
      Tags.GROUP,
      "Replicas that have answered the leader within two election timeouts, with its own, told by"
          + " the leader"),
  REPLICA_SILENT(
      "replica.silent",
      "gauge",
      "seconds",
      Tags.MEMBER,
      "Time for which a member has not answered the leader, told by the leader"),
  REPLICA_BEHIND(
      "replica.behind",
      "gauge",
      "entries",
      Tags.MEMBER,
      "Committed entries that a member's log lacks, told by the leader"),
  MEMBER_SEEN(
      "member.seen", "gauge", "", Tags.NODE, "1 if the membership of this node sees the member"),
  OPERATIONS(
      "operations", "counter", "", Tags.OUTCOME, "Operations carried out, told by the leader"),
  QUERIES_LOGGED(
      "queries.logged",
      "counter",
      "",
      Tags.GROUP,
      "Queries that had to go through the log, told by the leader"),
  WAIT(
      "wait",
      "timer",
      "seconds",
      Tags.KIND,
      "Time from acceptance to execution of what could not execute at once, told by the leader"),
  BATCH_SIZE(
      "batch.size",
      "summary",
      "commands",
      Tags.GROUP,
      "Commands in a log entry, told by the leader"),
  PENDING("pending", "gauge", "messages", Tags.GROUP, "Messages that wait for their execution"),
  PENDING_AGE(
      "pending.age", "gauge", "seconds", Tags.GROUP, "Age of the oldest pending message here"),
  PENDING_CHAIN(
      "pending.chain",
      "gauge",
      "messages",
      Tags.GROUP,
      "Pending messages of which each waits for the one before, among the lowest 1000"),
  REFUSALS(
      "refusals",
      "counter",
      "",
      Tags.GROUP,
      "Messages refused because they did not come, told by the leader"),
  ABORTS(
      "aborts",
      "counter",
      "",
      Tags.GROUP,
      "Messages dropped because another group refused them, told by the leader"),
  REMEMBERED(
      "remembered",
      "gauge",
      "outcomes",
      Tags.GROUP,
      "Outcomes that other groups may still ask for"),
  UNDELIVERED(
      "undelivered",
      "gauge",
      "items",
      Tags.GROUP,
      "Results and events that clients have not acknowledged"),
  CLIENTS("clients", "gauge", "nodes", Tags.GROUP, "Nodes that use the group"),
  PRIMITIVES("primitives", "gauge", "", Tags.GROUP, "Primitives that the group hosts"),
  EXCHANGE_RESENDS(
      "exchange.resends",
      "counter",
      "",
      Tags.GROUP,
      "Facts told again to another group that did not answer, told by the leader"),
  SNAPSHOT_SIZE("snapshot.size", "summary", "bytes", Tags.GROUP, "Size of the snapshots written"),
  SNAPSHOT_DURATION(
      "snapshot.duration", "timer", "seconds", Tags.GROUP, "Time to write a snapshot"),
  SNAPSHOT_AGE("snapshot.age", "gauge", "seconds", Tags.GROUP, "Age of the last snapshot here"),
  DISK_FREE(
      "disk.free",
      "gauge",
      "bytes",
      Tags.GROUP,
      "Free space of the disk that the replica on this node writes to"),
  OBSERVATIONS_MISSED(
      "observations.missed",
      "counter",
      "",
      Tags.GROUP,
      "Things that these meters could not count, because too many waited"),
  CLIENT_OPERATIONS(
      "client.operations",
      "timer",
      "seconds",
      Tags.OUTCOME,
      "Operations that this node called, from the call to the result"),
  CLIENT_IN_FLIGHT(
      "client.in.flight", "gauge", "operations", Tags.GROUP, "Operations called and not ended"),
  CLIENT_WAITS(
      "client.waits", "counter", "", Tags.GROUP, "Calls held up because maxInFlight was reached"),
  CLIENT_REJECTED(
      "client.rejected",
      "counter",
      "",
      Tags.GROUP,
      "Calls refused because maxInFlight was reached"),
  CLIENT_RETRIES(
      "client.retries", "counter", "", Tags.GROUP, "Operations tried again (maxRetries)"),
  CLIENT_MULTICASTS(
      "client.multicasts",
      "counter",
      "",
      Tags.COMPLETION,
      "Multicast messages of this node, by what completed them"),
  WATCHES(
      "watches", "gauge", "", Tags.GROUP, "Watches and mirrors of maps that this node has there"),
  WATCH_CHANGES(
      "watch.changes",
      "counter",
      "messages",
      Tags.GROUP,
      "Messages with changes there of which watches of this node have told"),
  WATCH_GONE(
      "watch.gone",
      "counter",
      "",
      Tags.GROUP,
      "Times that changes there were gone from the history before a watch of this node had them"),
  WATCH_BEHIND(
      "watch.behind",
      "gauge",
      "seconds",
      Tags.GROUP,
      "How long ago the moment was up to which the slowest watch of this node has told all"),
  SUBSCRIPTIONS(
      "subscriptions",
      "gauge",
      "",
      Tags.GROUP,
      "Ordered subscriptions of channels that this node has there"),
  SUBSCRIPTION_HELD(
      "subscription.held",
      "gauge",
      "messages",
      Tags.GROUP,
      "Messages from there that wait in ordered subscriptions of this node"),
  SUBSCRIPTION_MISSING(
      "subscription.missing",
      "gauge",
      "messages",
      Tags.GROUP,
      "Messages that wait in ordered subscriptions of this node for their half from there");

  private final String suffix;
  private final String type;
  private final String unit;
  private final List<String> tags;
  private final String description;

  Metric(String suffix, String type, String unit, List<String> tags, String description) {
    this.suffix = suffix;
    this.type = type;
    this.unit = unit;
    this.tags = tags;
    this.description = description;
  }

  /** The tags that meters come with. */
  private static final class Tags {
    private static final List<String> GROUP = List.of("group", "partition");
    private static final List<String> MEMBER = List.of("group", "partition", "member");
    private static final List<String> NODE = List.of("member");
    private static final List<String> KIND = List.of("group", "partition", "kind");
    private static final List<String> OUTCOME = List.of("group", "partition", "kind", "outcome");
    private static final List<String> MOVE = List.of("group", "partition", "outcome");
    private static final List<String> COMPLETION = List.of("completion");
  }

  /** Returns the meter's name. */
  public String meter() {
    return "atomix.mcast." + suffix;
  }

  /** Returns {@code counter}, {@code gauge}, {@code summary} or {@code timer}. */
  public String type() {
    return type;
  }

  /** Returns the unit, or an empty string for a number of what the name says. */
  public String unit() {
    return unit;
  }

  /** Returns the unit if it is one that a name should end with, as Prometheus wants it, or null. */
  String baseUnit() {
    return unit.equals("seconds") || unit.equals("bytes") ? unit : null;
  }

  /** Returns the keys of the tags. */
  public List<String> tags() {
    return tags;
  }

  /** Returns what is measured. */
  public String description() {
    return description;
  }
}
