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
package io.atomix.mcast.simulation;

import io.atomix.mcast.Invocation;
import io.atomix.mcast.PreviewedKeys;
import io.atomix.mcast.PreviewingService;
import io.atomix.primitive.service.AbstractPrimitiveService;
import io.atomix.primitive.service.BackupInput;
import io.atomix.primitive.service.BackupOutput;
import io.atomix.primitive.service.impl.DefaultBackupInput;
import io.atomix.primitive.session.Session;
import io.atomix.storage.buffer.HeapBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The replicated state of a ledger. */
public final class LedgerService extends AbstractPrimitiveService<LedgerClient>
    implements PlainLedger, PreviewingService {
  private static final int UNKNOWN = -1;

  private final TreeMap<String, List<Change>> keys = new TreeMap<>();
  private final TreeSet<Long> listeners = new TreeSet<>();
  private final List<Later> later = new ArrayList<>();
  private long changes;

  private record Change(int call, long version) {
    @Override
    public String toString() {
      return call + "@" + version;
    }
  }

  private record Later(long deadline, String key, int call) {}

  LedgerService() {
    super(LedgerType.INSTANCE, LedgerClient.class);
  }

  @Override
  public int append(String key, int call) {
    List<Change> calls = keys.computeIfAbsent(key, name -> new ArrayList<>());
    calls.add(newChange(call));
    changed(call);
    return calls.size() - 1;
  }

  private Change newChange(int call) {
    return new Change(call, getCurrentIndex());
  }

  @Override
  public String change(String key, int call) {
    return append(key, call) + "@" + getCurrentIndex();
  }

  @Override
  public String nextChange(String key, int call) {
    return keys.getOrDefault(key, List.of()).size() + "@" + getCurrentIndex();
  }

  @Override
  public void add(String key, int call) {
    append(key, call);
  }

  @Override
  public void later(String key, int call, int millis) {
    later.add(new Later(now() + millis, key, call));
    wake(millis);
  }

  private long now() {
    return getWallClock().getTime().unixTimestamp();
  }

  private void wake(long millis) {
    getScheduler().schedule(Duration.ofMillis(millis), this::appendWhatIsDue);
  }

  private void appendWhatIsDue() {
    for (Later each : List.copyOf(later)) {
      if (each.deadline < now()) {
        later.remove(each);
        append(each.key, each.call);
      }
    }
  }

  @Override
  public void stamp(int call) {
    keys.values().forEach(calls -> calls.add(newChange(call)));
    changed(call);
  }

  private void changed(int call) {
    changes++;
    for (long listener : listeners) {
      getSession(listener)
          .accept(client -> client.changed(listener, changes, call, getCurrentIndex()));
    }
  }

  @Override
  public String read(String key, int call) {
    return text(keys.getOrDefault(key, List.of()));
  }

  @Override
  public boolean endsWith(String key, int last, int call) {
    return last == last(key);
  }

  @Override
  public Boolean holdsAnyhow(Invocation condition) {
    return null;
  }

  @Override
  public Preview newPreview() {
    return new LedgerPreview();
  }

  /** Knows of each key the last number. */
  private final class LedgerPreview implements Preview {
    private final PreviewedKeys<Integer> last = new PreviewedKeys<>(LedgerService.this::last);

    @Override
    public boolean assume(long number, Invocation operation) {
      switch (operation.name()) {
        case "append", "change" ->
            last.set(number, (String) operation.argument(0), (Integer) operation.argument(1));
        case "add" -> last.change(number, (String) operation.argument(0), before -> UNKNOWN);
        case "later", "listen" -> {}
        default -> {
          return false;
        }
      }
      return true;
    }

    @Override
    public void executed(long number) {
      last.executed(number);
    }

    @Override
    public Boolean holds(Invocation condition) {
      int found = last.get((String) condition.argument(0));
      return found != UNKNOWN && condition.name().equals("endsWith")
          ? (Boolean) condition.argument(1).equals(found)
          : null;
    }
  }

  private int last(String key) {
    List<Change> calls = keys.getOrDefault(key, List.of());
    return calls.isEmpty() ? 0 : calls.get(calls.size() - 1).call();
  }

  @Override
  public String dump(int call) {
    return keys.entrySet().stream()
        .map(key -> key.getKey() + "=" + text(key.getValue()))
        .collect(Collectors.joining(";"));
  }

  private static String text(List<Change> calls) {
    return calls.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  @Override
  public String changes() {
    return getCurrentSession().sessionId().id() + ":" + changes;
  }

  @Override
  public String listen() {
    listeners.add(getCurrentSession().sessionId().id());
    return changes();
  }

  @Override
  @SuppressWarnings("rawtypes")
  protected void onExpire(Session session) {
    listeners.remove(session.sessionId().id());
  }

  @Override
  @SuppressWarnings("rawtypes")
  protected void onClose(Session session) {
    listeners.remove(session.sessionId().id());
  }

  @Override
  public void backup(BackupOutput output) {
    output.writeLong(changes).writeInt(listeners.size());
    listeners.forEach(output::writeLong);
    output.writeInt(later.size());
    later.forEach(
        each -> output.writeLong(each.deadline).writeString(each.key).writeInt(each.call));
    output.writeInt(keys.size());
    for (Map.Entry<String, List<Change>> key : keys.entrySet()) {
      output.writeString(key.getKey()).writeInt(key.getValue().size());
      key.getValue().forEach(each -> output.writeInt(each.call).writeLong(each.version));
    }
  }

  @Override
  public void restore(BackupInput input) {
    changes = input.readLong();
    for (int left = input.readInt(); left > 0; left--) {
      listeners.add(input.readLong());
    }
    for (int left = input.readInt(); left > 0; left--) {
      Later each = new Later(input.readLong(), input.readString(), input.readInt());
      later.add(each);
      wake(each.deadline - now());
    }
    restoreKeys(input);
  }

  private void restoreKeys(BackupInput input) {
    for (int left = input.readInt(); left > 0; left--) {
      List<Change> calls = new ArrayList<>();
      keys.put(input.readString(), calls);
      for (int more = input.readInt(); more > 0; more--) {
        calls.add(new Change(input.readInt(), input.readLong()));
      }
    }
  }

  /** Returns the {@link #dump} of the service that has written this backup. */
  static String dumpOf(byte[] backup) {
    LedgerService service = new LedgerService();
    try (HeapBuffer buffer = HeapBuffer.wrap(backup)) {
      BackupInput input = new DefaultBackupInput(buffer, service.serializer());
      input.readLong();
      for (int left = input.readInt(); left > 0; left--) {
        input.readLong();
      }
      for (int left = input.readInt(); left > 0; left--) {
        input.readLong();
        input.readString();
        input.readInt();
      }
      service.restoreKeys(input);
    }
    return service.dump(0);
  }
}
