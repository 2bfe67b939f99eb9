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
package io.atomix.mcast.agent.log;

import io.atomix.mcast.raft.files.StoredEntry;
import io.atomix.mcast.wire.Action;
import io.atomix.mcast.wire.Batch;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.Command.CommandVisitor;
import io.atomix.mcast.wire.HostedOperation;
import io.atomix.mcast.wire.WireException;
import io.atomix.primitive.operation.PrimitiveOperation;
import io.atomix.protocols.raft.storage.log.entry.CloseSessionEntry;
import io.atomix.protocols.raft.storage.log.entry.CommandEntry;
import io.atomix.protocols.raft.storage.log.entry.ConfigurationEntry;
import io.atomix.protocols.raft.storage.log.entry.InitializeEntry;
import io.atomix.protocols.raft.storage.log.entry.KeepAliveEntry;
import io.atomix.protocols.raft.storage.log.entry.OpenSessionEntry;
import io.atomix.protocols.raft.storage.log.entry.RaftLogEntry;
import java.util.Locale;
import java.util.stream.Collectors;

/** Says in words what an entry of a log is. Names and numbers are told, values are not. */
final class EntryWords implements CommandVisitor<String> {

  /** Returns one line about an entry. */
  String of(StoredEntry stored) {
    try {
      RaftLogEntry entry = stored.decode();
      return "%d term %d, %d bytes: %s"
          .formatted(stored.index(), entry.term(), stored.bytes().length, words(entry));
    } catch (RuntimeException e) {
      return "%d, %d bytes: means nothing: %s".formatted(stored.index(), stored.bytes().length, e);
    }
  }

  private String words(RaftLogEntry entry) {
    if (entry instanceof CommandEntry command) {
      return words(command.operation());
    }
    if (entry instanceof InitializeEntry) {
      return "a leader begins";
    }
    if (entry instanceof ConfigurationEntry configuration) {
      return configuration.members().stream()
          .map(member -> member.memberId().id())
          .sorted()
          .collect(Collectors.joining(", ", "the members are ", ""));
    }
    if (entry instanceof OpenSessionEntry session) {
      return "a session is opened by " + session.memberId();
    }
    if (entry instanceof CloseSessionEntry session) {
      return "session %d %s".formatted(session.session(), session.expired() ? "expires" : "ends");
    }
    if (entry instanceof KeepAliveEntry alive) {
      return "a sign of life, sessions: " + alive.sessionIds().length;
    }
    return entry.getClass().getSimpleName();
  }

  private String words(PrimitiveOperation operation) {
    if (!operation.id().id().equals(Batch.OPERATION.id())) {
      return "operation " + operation.id().id();
    }
    try {
      Batch batch = Batch.decode(operation.value());
      String commands =
          batch.commands().stream()
              .map(command -> command.accept(this))
              .collect(Collectors.joining("; "));
      return "client %s: %s".formatted(batch.client(), commands.isEmpty() ? "nothing" : commands);
    } catch (WireException e) {
      return "a batch that cannot be read: " + e.getMessage();
    }
  }

  private static String words(Action action) {
    return action instanceof HostedOperation operation ? operation.name() : "conditional operation";
  }

  @Override
  public String openSession(Command.OpenSession command) {
    return "open '%s' of type %s".formatted(command.primitive(), command.type());
  }

  @Override
  public String closeSession(Command.CloseSession command) {
    return "close '%s'".formatted(command.primitive());
  }

  @Override
  public String local(Command.Local command) {
    return "message %d, %s on '%s'"
        .formatted(command.sequence(), words(command.action()), command.footprint().title());
  }

  @Override
  public String multicast(Command.Multicast command) {
    return "message %d to %s, %s on '%s'"
        .formatted(
            command.sequence(),
            command.destinations(),
            words(command.action()),
            command.footprint().title());
  }

  @Override
  public String delete(Command.Delete command) {
    return "message %d to %s, delete '%s'"
        .formatted(command.sequence(), command.destinations(), command.primitive());
  }

  @Override
  public String order(Command.Order command) {
    return "%s of %s"
        .formatted(
            command.entry().getClass().getSimpleName().toLowerCase(Locale.ROOT),
            command.entry().ids());
  }

  @Override
  public String fence(Command.Fence command) {
    return "fence of %s, leadership %d".formatted(command.member(), command.leadership());
  }

  @Override
  public String timers(Command.Timers command) {
    return "timers of '%s'".formatted(command.primitive());
  }

  @Override
  public String cut(Command.Cut command) {
    return "cut of a backup of %s".formatted(command.destinations());
  }

  @Override
  public String load(Command.Load command) {
    return "bytes from %d on, of %d, of backup %s"
        .formatted(command.offset(), command.total(), command.backup());
  }
}
