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

import io.atomix.mcast.PassedClasses;
import io.atomix.primitive.event.EventType;
import io.atomix.primitive.event.PrimitiveEvent;
import io.atomix.primitive.operation.OperationId;
import io.atomix.primitive.service.AbstractPrimitiveService;
import io.atomix.primitive.service.BackupInput;
import io.atomix.primitive.service.BackupOutput;
import io.atomix.primitive.service.Commit;
import io.atomix.primitive.service.ServiceExecutor;
import io.atomix.primitive.session.Session;
import io.atomix.utils.serializer.Serializer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A small map of texts, with what makes hosting hard: events for sessions that listen, entries that
 * expire, entries that a session owns, and entries that outlive their owner for a while. Arguments
 * and results are texts, arguments separated by blanks; conditions answer yes or no.
 */
final class StoreService extends AbstractPrimitiveService<Object> {
  static final TestType TYPE = new TestType("store", StoreService::new);

  private static final EventType CHANGED = EventType.from("changed");

  /**
   * @param deadline when it goes, or 0 @param owner the session that it goes with, or 0
   */
  private record Stored(String value, long deadline, long owner, long lease) {}

  private final TreeMap<String, Stored> entries = new TreeMap<>();
  private final TreeSet<Long> listeners = new TreeSet<>();
  private final List<String> journal = new ArrayList<>();

  StoreService() {
    super(TYPE);
  }

  @Override
  protected void configure(ServiceExecutor executor) {
    command(executor, "put", args -> put(args[0], new Stored(args[1], 0, 0, 0)));
    command(executor, "expiring", args -> putExpiring(args[0], args[1], Long.parseLong(args[2])));
    command(executor, "owned", args -> put(args[0], new Stored(args[1], 0, caller(), 0)));
    command(
        executor,
        "leased",
        args -> put(args[0], new Stored(args[1], 0, caller(), Long.parseLong(args[2]))));
    command(executor, "mark", args -> mark(args[0], args[1]));
    query(executor, "marked", args -> toldBefore(args[0], args[1]));
    command(executor, "path", args -> String.join(" ", PassedClasses.now()));
    command(executor, "remove", args -> remove(args[0]));
    command(executor, "listen", args -> String.valueOf(listeners.add(caller())));
    command(executor, "index", args -> String.valueOf(getCurrentIndex()));
    query(executor, "get", args -> value(entries.get(args[0])));
    query(
        executor,
        "all",
        args -> entries.keySet().stream().map(this::show).collect(Collectors.joining(" ")));
    query(executor, "journal", args -> String.join(" ", journal));
    query(executor, "now", args -> String.valueOf(now()));
    command(executor, "stamp", args -> put(args[0], new Stored(String.valueOf(now()), 0, 0, 0)));
    executor.handle(
        OperationId.query("called"),
        commit ->
            serializer().encode(commit.map(args -> args).wallClockTime().unixTimestamp() % 2 == 0));
    // No query should, but so it can be seen how often it was run.
    query(executor, "noted", args -> String.valueOf(journal.add("noted")));
    condition(executor, "is", args -> args[1].equals(value(entries.get(args[0]))));
    condition(executor, "below", args -> isBelow(entries.get(args[0]), args[1]));
    query(executor, "publishing", args -> publish(args[0]));
  }

  private static void command(
      ServiceExecutor executor, String name, Function<String[], String> operation) {
    executor.handle(OperationId.command(name), commit -> run(commit, operation));
  }

  private static void query(
      ServiceExecutor executor, String name, Function<String[], String> operation) {
    executor.handle(OperationId.query(name), commit -> run(commit, operation));
  }

  private void condition(ServiceExecutor executor, String name, Predicate<String[]> condition) {
    executor.handle(
        OperationId.query(name), commit -> serializer().encode(condition.test(arguments(commit))));
  }

  private static byte[] run(Commit<byte[]> commit, Function<String[], String> operation) {
    String result = operation.apply(arguments(commit));
    return result == null ? null : result.getBytes(StandardCharsets.UTF_8);
  }

  private static String[] arguments(Commit<byte[]> commit) {
    return (commit.value() == null ? "" : new String(commit.value(), StandardCharsets.UTF_8))
        .split(" ");
  }

  /** Returns what a condition answered. */
  static boolean isYes(byte[] answer) {
    return Serializer.using(TYPE.namespace()).decode(answer);
  }

  private long caller() {
    return getCurrentSession().sessionId().id();
  }

  private String put(String key, Stored stored) {
    journal.add(key + "=" + stored.value());
    Stored before = entries.put(key, stored);
    tell(key);
    return value(before);
  }

  /** Puts a value; what this returned stands in the journal. */
  private String mark(String key, String value) {
    String returned = marked(key);
    put(key, new Stored(value, 0, 0, 0));
    journal.add("!" + key + "=" + value + ":" + returned);
    return returned;
  }

  /** Returns what is there, and at which index it is written over. */
  private String marked(String key) {
    return value(entries.get(key)) + "@" + getCurrentIndex();
  }

  private String toldBefore(String key, String value) {
    if (value.equals("unspeakable")) {
      throw new IllegalStateException("Nobody says what comes of " + value);
    }
    return marked(key);
  }

  private String putExpiring(String key, String value, long millis) {
    String before = put(key, new Stored(value, now() + millis, 0, 0));
    wake(millis);
    return before;
  }

  private String remove(String key) {
    Stored before = entries.remove(key);
    if (before != null) {
      journal.add("-" + key);
      tell(key);
    }
    return value(before);
  }

  private String publish(String text) {
    getCurrentSession()
        .publish(PrimitiveEvent.event(CHANGED, text.getBytes(StandardCharsets.UTF_8)));
    return text;
  }

  private void tell(String key) {
    byte[] text = show(key).getBytes(StandardCharsets.UTF_8);
    for (long listener : listeners) {
      getSession(listener).publish(PrimitiveEvent.event(CHANGED, text));
    }
  }

  private String show(String key) {
    Stored stored = entries.get(key);
    return stored == null ? "-" + key + "@" + getCurrentIndex() : key + "=" + stored.value();
  }

  private void wake(long millis) {
    // A timer runs at the first time after its own.
    getScheduler().schedule(Duration.ofMillis(millis), this::sweep);
  }

  private void sweep() {
    for (String key : List.copyOf(entries.keySet())) {
      long deadline = entries.get(key).deadline();
      if (deadline > 0 && deadline < now()) {
        remove(key);
      }
    }
  }

  private long now() {
    return getWallClock().getTime().unixTimestamp();
  }

  private static boolean isBelow(Stored stored, String bound) {
    return stored == null || stored.value().compareTo(bound) < 0;
  }

  private static String value(Stored stored) {
    return stored == null ? null : stored.value();
  }

  @Override
  protected void onExpire(Session session) {
    over(session.sessionId().id());
  }

  @Override
  protected void onClose(Session session) {
    over(session.sessionId().id());
  }

  private void over(long session) {
    listeners.remove(session);
    for (Map.Entry<String, Stored> entry : List.copyOf(entries.entrySet())) {
      Stored stored = entry.getValue();
      if (stored.owner() == session && stored.lease() == 0) {
        remove(entry.getKey());
      } else if (stored.owner() == session) {
        entries.put(entry.getKey(), new Stored(stored.value(), now() + stored.lease(), 0, 0));
        wake(stored.lease());
      }
    }
  }

  @Override
  public void backup(BackupOutput output) {
    output.writeInt(entries.size());
    entries.forEach(
        (key, stored) -> {
          output.writeString(key).writeString(stored.value());
          output.writeLong(stored.deadline()).writeLong(stored.owner()).writeLong(stored.lease());
        });
    output.writeInt(listeners.size());
    listeners.forEach(output::writeLong);
    output.writeInt(journal.size());
    journal.forEach(output::writeString);
  }

  @Override
  public void restore(BackupInput input) {
    for (int left = input.readInt(); left > 0; left--) {
      String key = input.readString();
      Stored stored =
          new Stored(input.readString(), input.readLong(), input.readLong(), input.readLong());
      entries.put(key, stored);
      if (stored.deadline() > 0) {
        wake(stored.deadline() - now());
      }
    }
    for (int left = input.readInt(); left > 0; left--) {
      listeners.add(input.readLong());
    }
    for (int left = input.readInt(); left > 0; left--) {
      journal.add(input.readString());
    }
  }
}
