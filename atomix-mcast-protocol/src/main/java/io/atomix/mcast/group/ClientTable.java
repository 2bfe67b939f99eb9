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
package io.atomix.mcast.group;

import io.atomix.cluster.MemberId;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.ordering.Submitters;
import io.atomix.mcast.wire.Notification;
import io.atomix.mcast.wire.Result;
import io.atomix.mcast.wire.WireException;
import io.atomix.mcast.wire.WireReader;
import io.atomix.mcast.wire.WireWriter;
import io.atomix.primitive.event.PrimitiveEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/** The clients of a group, by their Raft sessions, and what there is for them. */
final class ClientTable {
  /** The client of the messages that a group submits to itself. */
  static final UUID NOBODY = new UUID(0, 0);

  private static final TreeSet<Long> NO_SESSIONS = new TreeSet<>();

  private final GroupId self;
  private final Submitters submitters;
  private final TreeMap<Long, Client> clients = new TreeMap<>();

  /** The Raft sessions of each client, of which it has one, or two for a moment. */
  private final Map<UUID, TreeSet<Long>> sessions = new HashMap<>();

  private int undelivered;
  private long visits;

  ClientTable(GroupId self, Submitters submitters) {
    this.self = self;
    this.submitters = submitters;
  }

  int size() {
    return clients.size();
  }

  /** Returns how often a client was looked at so far: an entry looks at those that it concerns. */
  long visits() {
    return visits;
  }

  /** Returns how many notifications clients have not acknowledged. */
  int undelivered() {
    return undelivered;
  }

  /**
   * Takes note of what a batch says of its client. Returns whether it has received anything that
   * this group did not know of.
   */
  boolean heard(Client client, long resolved, long received) {
    undelivered -= client.undelivered();
    boolean news = client.heard(resolved, received);
    undelivered += client.undelivered();
    return news;
  }

  /** Returns the client of a Raft session, or null if it has none. */
  Client get(long raftSession) {
    visits++;
    return clients.get(raftSession);
  }

  /**
   * Checks that a Raft session may be that of a client.
   *
   * @throws WireException if it is that of another
   */
  void check(UUID id, long raftSession) {
    Client known = get(raftSession);
    if (known != null && !known.address().client().equals(id)) {
      throw new WireException(
          "The log entry is of client "
              + id
              + ", but Raft session "
              + raftSession
              + " of "
              + self
              + " is that of client "
              + known.address().client());
    }
    if (id.equals(NOBODY)) {
      throw new WireException("The log entry is of client " + id + ", which is nobody's identity");
    }
  }

  /** Returns whether a client has opened another Raft session since. */
  boolean hasLaterSession(UUID client, long raftSession) {
    return sessionsOf(client).higher(raftSession) != null;
  }

  /** Returns the Raft sessions that a client has opened before, the oldest first. */
  List<Long> earlierSessions(UUID client, long raftSession) {
    return List.copyOf(sessionsOf(client).headSet(raftSession));
  }

  private TreeSet<Long> sessionsOf(UUID client) {
    return sessions.getOrDefault(client, NO_SESSIONS);
  }

  /** Opens the session of a client, which may submit messages from now on. */
  Client open(ClientAddress address) {
    Client client = Client.open(address, submitters);
    add(client);
    return client;
  }

  private void add(Client client) {
    ClientAddress address = client.address();
    clients.put(address.raftSession(), client);
    sessions.computeIfAbsent(address.client(), any -> new TreeSet<>()).add(address.raftSession());
    undelivered += client.undelivered();
  }

  /** The Raft session of a client is over, if it was one. */
  void close(long raftSession, EffectsBuilder out) {
    Client client = clients.remove(raftSession);
    if (client != null) {
      undelivered -= client.undelivered();
      TreeSet<Long> left = sessionsOf(client.address().client());
      left.remove(raftSession);
      if (left.isEmpty()) {
        sessions.remove(client.address().client());
      }
      client.close(submitters);
      out.client(new ClientChange.Gone(client.address()));
    }
  }

  /** Returns the member that a message's client is on, or null if it has gone. */
  MemberId memberOf(MessageWork message) {
    Client client = get(message.raftSession());
    return client == null ? null : MemberId.from(client.address().member());
  }

  /** A client gets the result of a message that was not answered at once. */
  void defer(MessageWork message, MessageId id, Result result, EffectsBuilder out) {
    Client client = get(message.raftSession());
    if (client != null) {
      send(client, new Notification.Deferred(client.nextNumber(), id.sequence(), result), out);
    }
  }

  /** A session's client gets what a service has published to it. */
  void publish(HostedSession session, PrimitiveEvent event, EffectsBuilder out) {
    Client client = get(session.raftSession());
    if (client != null) {
      long number = client.nextNumber();
      long id = session.sessionId().id();
      send(
          client,
          new Notification.Published(number, out.index(), id, event.type().id(), event.value()),
          out);
    }
  }

  /** A session's client learns that its primitive is deleted. */
  void sayOver(HostedSession session, EffectsBuilder out) {
    Client client = get(session.raftSession());
    if (client != null) {
      long id = session.sessionId().id();
      send(client, new Notification.SessionOver(client.nextNumber(), out.index(), id), out);
    }
  }

  private void send(Client client, Notification notification, EffectsBuilder out) {
    client.add(notification);
    undelivered++;
    out.client(new ClientChange.Added(client.address(), notification));
  }

  /** Returns what clients have not acknowledged. */
  List<ClientChange> allUndelivered() {
    visits += clients.size();
    return clients.values().stream()
        .flatMap(
            client ->
                client.notificationsAfter(0).stream()
                    .<ClientChange>map(
                        notification -> new ClientChange.Added(client.address(), notification)))
        .toList();
  }

  void write(WireWriter out) {
    out.writeAll(clients.values(), (each, client) -> client.write(each));
  }

  /** Writes what a checksum covers. */
  void writeNumbers(WireWriter out) {
    out.writeAll(clients.values(), (each, client) -> client.writeNumbers(each));
  }

  /** Takes the clients that {@link #write} wrote. */
  void restore(WireReader in) {
    in.readAll(each -> Client.read(each, submitters)).forEach(this::add);
  }
}
