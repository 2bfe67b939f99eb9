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
package io.atomix.mcast.exchange;

import io.atomix.mcast.group.ClientAddress;
import io.atomix.mcast.group.Judge;
import io.atomix.mcast.group.StatusChange;
import io.atomix.mcast.ordering.Below;
import io.atomix.mcast.ordering.Entry;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.ordering.MessageStatus;
import io.atomix.mcast.ordering.Position;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.ExchangeMessage;
import io.atomix.mcast.wire.ExchangeMessage.Ask;
import io.atomix.mcast.wire.ExchangeMessage.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/** One exchange of group G, with everything around it in the hands of a test. */
final class ExchangeFixture {
  static final GroupId G = new GroupId("data", 1);
  static final GroupId H = new GroupId("data", 2);
  static final GroupId K = new GroupId("data", 3);
  static final Duration RESEND = Duration.ofMillis(100);
  static final Duration REFUSAL = Duration.ofSeconds(2);

  static final Duration GATHER = Duration.ofMillis(5);

  private final List<Runnable> later = new ArrayList<>();
  private final ManualExecutor executor = new ManualExecutor();
  private final List<Sent> sent = new ArrayList<>();
  private final List<Appended> appended = new ArrayList<>();
  private final List<Notice> notices = new ArrayList<>();
  private final List<Position> stable = new ArrayList<>();
  private List<String> members = List.of("m1", "m2", "m3");
  private long now = -10_000_000_000L;
  private final Exchange exchange =
      new Exchange(
          G,
          new Others(),
          this::append,
          executor,
          RESEND,
          REFUSAL,
          GATHER,
          this::later,
          () -> now,
          new Listener());

  /** From now on conditional messages are judged so. */
  void judgeBy(Judge judge) {
    exchange.judgeBy(judge);
  }

  /** A message on its way to a replica of another group. */
  record Sent(
      GroupId group, String member, List<Statement> statements, CompletableFuture<byte[]> reply) {}

  /** What a client is told of its messages. */
  record Notice(ClientAddress client, List<Long> sequences) {}

  /** Entries on their way into the own log. */
  record Appended(List<Entry> entries, CompletableFuture<Void> done) {}

  private final class Listener implements StableListener {
    @Override
    public void stable(MessageId message, long timestamp) {
      stable.add(new Position(timestamp, message));
    }

    @Override
    public void tell(ClientAddress client, List<Long> sequences) {
      notices.add(new Notice(client, List.copyOf(sequences)));
    }
  }

  private final class Others implements OtherGroups {
    @Override
    public List<String> members(GroupId group) {
      return members;
    }

    @Override
    public CompletableFuture<byte[]> send(GroupId group, String member, byte[] message) {
      CompletableFuture<byte[]> reply = new CompletableFuture<>();
      sent.add(new Sent(group, member, ExchangeMessage.decode(message).statements(), reply));
      return reply;
    }
  }

  private void later(Duration delay, Runnable task) {
    later.add(task);
  }

  /** Lets the time pass that statements gather for. */
  void gathered() {
    now += GATHER.toNanos();
    List<Runnable> due = List.copyOf(later);
    later.clear();
    due.forEach(Runnable::run);
    executor.runAll();
  }

  /** A message is voted on whose client wants no more than the votes. */
  void appliedUnhurried(long sequence, MessageStatus status, GroupId... destinations) {
    applied(new StatusChange(id(sequence), status, groups(destinations), true, false, null));
  }

  /** Returns what has been observed to become stable, with its final timestamp. */
  List<Position> stable() {
    return stable;
  }

  /** Returns what clients have been told to be stable since the last call. */
  List<Notice> takeNotices() {
    List<Notice> taken = List.copyOf(notices);
    notices.clear();
    return taken;
  }

  void hurry() {
    exchange.hurry();
    executor.runAll();
  }

  private CompletableFuture<?> append(List<Command> commands) {
    List<Entry> entries =
        commands.stream().<Entry>map(command -> ((Command.Order) command).entry()).toList();
    Appended next = new Appended(entries, new CompletableFuture<>());
    appended.add(next);
    return next.done();
  }

  /** Returns a fixture whose replica leads. */
  static ExchangeFixture leader() {
    ExchangeFixture fixture = new ExchangeFixture();
    fixture.lead(true);
    return fixture;
  }

  static MessageId id(long sequence) {
    return new MessageId(1, 2, sequence);
  }

  static SortedSet<GroupId> groups(GroupId... groups) {
    return new TreeSet<>(Arrays.asList(groups));
  }

  static MessageStatus voted(long timestamp) {
    return new MessageStatus(MessageStatus.State.VOTED, timestamp, true);
  }

  static MessageStatus votedNotFirst(long timestamp) {
    return new MessageStatus(MessageStatus.State.VOTED, timestamp, false);
  }

  /** A vote behind messages that took these timestamps: pairs of a timestamp and a message. */
  static MessageStatus votedBehind(long timestamp, long... nearest) {
    List<Position> positions = new ArrayList<>();
    for (int i = 0; i < nearest.length; i += 2) {
      positions.add(new Position(nearest[i], id(nearest[i + 1])));
    }
    return new MessageStatus(MessageStatus.State.VOTED, timestamp, false, Below.of(positions));
  }

  static MessageStatus aborted() {
    return MessageStatus.dropped(MessageStatus.State.ABORTED);
  }

  static MessageStatus refused() {
    return MessageStatus.dropped(MessageStatus.State.REFUSED);
  }

  void lead(boolean leads) {
    exchange.leading(leads);
    executor.runAll();
  }

  void members(String... present) {
    members = List.of(present);
  }

  /** The own log says this of a message that goes to these groups. */
  void applied(long sequence, MessageStatus status, GroupId... destinations) {
    applied(new StatusChange(id(sequence), status, groups(destinations)));
  }

  void applied(StatusChange... changes) {
    exchange.applied(List.of(changes));
    executor.runAll();
  }

  void restored(StatusChange... changes) {
    exchange.restored(List.of(changes));
    executor.runAll();
  }

  /** Lets time pass, and ticks at the end of it. */
  void after(Duration time) {
    now += time.toNanos();
    exchange.tick();
    executor.runAll();
  }

  /** Lets the exchange take a message, and returns what it answered. */
  ExchangeMessage.Reply hear(GroupId from, Statement... statements) {
    return ExchangeMessage.Reply.decode(
        handle(new ExchangeMessage(from, List.of(statements)).encode()).join());
  }

  ExchangeMessage.Reply hear(GroupId from, long sequence, MessageStatus status) {
    return hear(from, Statement.of(id(sequence), status));
  }

  CompletableFuture<byte[]> handle(byte[] message) {
    CompletableFuture<byte[]> reply = exchange.handle(message, "m3");
    executor.runAll();
    return reply;
  }

  /**
   * Answers the last message of the exchange as the leader of its group, with one status for each
   * statement.
   */
  void leaderReplies(MessageStatus... statuses) {
    reply(lastSent(), true, null, statuses);
  }

  void reply(Sent message, boolean leader, String hint, MessageStatus... statuses) {
    reply(message, new ExchangeMessage.Reply(leader, hint, Arrays.asList(statuses)).encode());
  }

  void reply(Sent message, byte[] bytes) {
    message.reply().complete(bytes);
    executor.runAll();
  }

  void noReply(Sent message) {
    message.reply().completeExceptionally(new java.net.ConnectException("no route"));
    executor.runAll();
  }

  List<Sent> sent() {
    return sent;
  }

  Sent lastSent() {
    return sent.get(sent.size() - 1);
  }

  /** Returns what the exchange has asked of a group about a message, and forgets what was sent. */
  List<Ask> asked(GroupId group, long sequence) {
    List<Ask> asks =
        sent.stream()
            .filter(message -> message.group().equals(group))
            .flatMap(message -> message.statements().stream())
            .filter(statement -> statement.id().equals(id(sequence)))
            .map(Statement::ask)
            .toList();
    sent.clear();
    return asks;
  }

  List<Appended> appended() {
    return appended;
  }

  /**
   * Returns the entries that the exchange has appended since the last call; they are in the log.
   */
  List<Entry> takeAppended() {
    List<Entry> entries = new ArrayList<>();
    while (!appended.isEmpty()) {
      Appended next = appended.remove(0);
      entries.addAll(next.entries());
      next.done().complete(null);
      executor.runAll();
    }
    return entries;
  }

  void appendFails() {
    appended.remove(0).done().completeExceptionally(new IllegalStateException("no leader"));
    executor.runAll();
  }

  ExchangeView view() {
    CompletableFuture<ExchangeView> view = exchange.view();
    executor.runAll();
    return view.join();
  }

  int size() {
    CompletableFuture<Integer> size = exchange.size();
    executor.runAll();
    return size.join();
  }
}
