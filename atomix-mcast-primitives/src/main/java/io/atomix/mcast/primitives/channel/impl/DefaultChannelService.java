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
package io.atomix.mcast.primitives.channel.impl;

import io.atomix.mcast.primitives.channel.MulticastChannelType;
import io.atomix.primitive.service.AbstractPrimitiveService;
import io.atomix.primitive.service.BackupInput;
import io.atomix.primitive.service.BackupOutput;
import io.atomix.primitive.session.Session;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;

/**
 * A replica's part of a channel: the latest messages, and the subscribers. A message gets its
 * position where it is executed, so the log alone determines it.
 */
public final class DefaultChannelService extends AbstractPrimitiveService<ChannelClient>
    implements ChannelService {
  private static final int VERSION = 1;

  /** Approximate number of bytes of messages in one answer. */
  private static final long ANSWER_BYTES = 512 * 1024;

  private final RecentMessages messages;
  private final TreeMap<Long, TreeMap<Long, Subscriber>> subscribers = new TreeMap<>();
  private long incarnation;

  /** Creates the service of a channel without messages. */
  public DefaultChannelService(ChannelServiceConfig config) {
    super(MulticastChannelType.instance(), ChannelClient.class);
    messages = new RecentMessages(config.historySize(), config.historyBytes());
  }

  @Override
  public long multicast(Envelope envelope) {
    begin();
    long position = messages.add(envelope).position();
    subscribers.forEach(
        (session, some) -> some.values().forEach(subscriber -> send(session, subscriber)));
    return position;
  }

  @Override
  public SubscribeAnswer subscribe(SubscribeRequest request) {
    begin();
    long next =
        switch (request.start()) {
          case NOW -> messages.newest() + 1;
          case OLDEST -> messages.oldest();
          case POSITION, RESUME -> request.position();
        };
    boolean resumed = request.start() == SubscribeRequest.Start.RESUME;
    if (next > messages.newest() + 1 || resumed && request.incarnation() != incarnation) {
      return new SubscribeAnswer(false, incarnation, next, 0, messages.newest());
    }
    // Messages that are gone count like the first that is left: nothing before it is on its way.
    long offset = messages.offsetBefore(Math.max(next, messages.oldest()));
    Subscriber subscriber =
        new Subscriber(
            request.subscription(),
            request.backlog(),
            next,
            resumed ? Math.min(request.handled(), next - 1) : next - 1,
            resumed ? Math.min(request.handledOffset(), offset) : offset);
    long session = getCurrentSession().sessionId().id();
    subscribers
        .computeIfAbsent(session, id -> new TreeMap<>())
        .put(request.subscription(), subscriber);
    send(session, subscriber);
    return new SubscribeAnswer(true, incarnation, next, offset, messages.newest());
  }

  @Override
  public void unsubscribe(long subscription) {
    long session = getCurrentSession().sessionId().id();
    TreeMap<Long, Subscriber> some = subscribers.get(session);
    if (some != null) {
      some.remove(subscription);
      if (some.isEmpty()) {
        subscribers.remove(session);
      }
    }
  }

  @Override
  public void handled(long subscription, long position, long offset) {
    long session = getCurrentSession().sessionId().id();
    TreeMap<Long, Subscriber> some = subscribers.get(session);
    Subscriber subscriber = some == null ? null : some.get(subscription);
    if (subscriber != null) {
      subscriber.handled(position, offset, messages);
      send(session, subscriber);
    }
  }

  @Override
  public HistoryAnswer history(long from, int limit) {
    List<StoredMessage> piece = new ArrayList<>();
    Iterator<StoredMessage> found = messages.at(Math.max(from, messages.oldest()));
    for (long bytes = 0; found.hasNext() && piece.size() < limit && bytes < ANSWER_BYTES; ) {
      StoredMessage message = found.next();
      piece.add(message);
      bytes += message.envelope().size();
    }
    return new HistoryAnswer(piece, messages.oldest(), messages.newest());
  }

  /** A channel that is created anew where one was deleted begins at another index. */
  private void begin() {
    if (incarnation == 0) {
      incarnation = getCurrentIndex();
    }
  }

  private void send(long session, Subscriber subscriber) {
    getSession(session).accept(client -> subscriber.send(messages, client));
  }

  @Override
  @SuppressWarnings("rawtypes")
  protected void onExpire(Session session) {
    subscribers.remove(session.sessionId().id());
  }

  @Override
  @SuppressWarnings("rawtypes")
  protected void onClose(Session session) {
    subscribers.remove(session.sessionId().id());
  }

  @Override
  public void backup(BackupOutput out) {
    out.writeByte(VERSION).writeLong(incarnation);
    messages.write(out);
    out.writeInt(subscribers.size());
    subscribers.forEach(
        (session, some) -> {
          out.writeLong(session).writeInt(some.size());
          some.values().forEach(subscriber -> subscriber.write(out));
        });
  }

  @Override
  public void restore(BackupInput in) {
    int version = in.readByte();
    if (version != VERSION) {
      throw new IllegalStateException(
          "The snapshot of channel '"
              + getServiceName()
              + "' has version "
              + version
              + ", but this node knows only version "
              + VERSION
              + ": upgrade its atomix-mcast jars");
    }
    incarnation = in.readLong();
    messages.read(in);
    subscribers.clear();
    for (int sessions = in.readInt(); sessions > 0; sessions--) {
      TreeMap<Long, Subscriber> some = new TreeMap<>();
      long session = in.readLong();
      for (int left = in.readInt(); left > 0; left--) {
        Subscriber subscriber = Subscriber.read(in);
        some.put(subscriber.id(), subscriber);
      }
      subscribers.put(session, some);
    }
  }
}
