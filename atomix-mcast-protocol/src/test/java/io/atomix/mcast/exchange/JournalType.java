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

import io.atomix.mcast.wire.HostedOperation;
import io.atomix.mcast.wire.WireWriter;
import io.atomix.primitive.PrimitiveBuilder;
import io.atomix.primitive.PrimitiveManagementService;
import io.atomix.primitive.PrimitiveType;
import io.atomix.primitive.PrimitiveTypeRegistry;
import io.atomix.primitive.SyncPrimitive;
import io.atomix.primitive.config.PrimitiveConfig;
import io.atomix.primitive.operation.OperationType;
import io.atomix.primitive.service.BackupInput;
import io.atomix.primitive.service.BackupOutput;
import io.atomix.primitive.service.Commit;
import io.atomix.primitive.service.PrimitiveService;
import io.atomix.primitive.service.ServiceConfig;
import io.atomix.primitive.service.ServiceContext;
import io.atomix.primitive.session.Session;
import io.atomix.primitive.session.SessionId;
import io.atomix.utils.serializer.Namespaces;
import io.atomix.utils.serializer.Serializer;
import io.atomix.utils.time.WallClockTimestamp;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/**
 * A primitive that writes down which numbers it was given, in their order, and whose conditions are
 * answered as they ask for. Each type belongs to one replica, whose present service {@link
 * #entries} shows. Not public, so that Atomix's scan of the class path leaves it alone.
 */
@SuppressWarnings("rawtypes")
final class JournalType
    implements PrimitiveType<PrimitiveBuilder, PrimitiveConfig, SyncPrimitive>,
        PrimitiveTypeRegistry {
  static final String NAME = "journal";

  private Journal latest;

  static HostedOperation write(long number) {
    byte[] value = ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    return new HostedOperation("write", OperationType.COMMAND, value);
  }

  /** A condition with this answer. */
  static HostedOperation ask(boolean answer) {
    return new HostedOperation("ask", OperationType.QUERY, new byte[] {(byte) (answer ? 1 : 0)});
  }

  /**
   * Returns how many numbers a group's journal has in what was captured of the group, of which the
   * journal is all, and the last.
   */
  static int count(byte[] state) {
    for (int count = 0; ; count++) {
      int at = state.length - Long.BYTES * count - Integer.BYTES;
      byte[] length =
          new WireWriter().writeVarLong(Long.BYTES * count + Integer.BYTES + 1).toByteArray();
      if (ByteBuffer.wrap(state).getInt(at) == count
          && Arrays.equals(length, Arrays.copyOfRange(state, at - length.length, at))) {
        return count;
      }
    }
  }

  /** Returns the numbers of the operations that the service has executed. */
  List<Long> entries() {
    return latest == null ? List.of() : Collections.unmodifiableList(latest.entries);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public PrimitiveConfig newConfig() {
    throw new UnsupportedOperationException();
  }

  @Override
  public PrimitiveBuilder newBuilder(
      String primitiveName, PrimitiveConfig config, PrimitiveManagementService management) {
    throw new UnsupportedOperationException();
  }

  @Override
  public PrimitiveService newService(ServiceConfig config) {
    latest = new Journal();
    return latest;
  }

  @Override
  public Collection<PrimitiveType> getPrimitiveTypes() {
    return List.of(this);
  }

  @Override
  public PrimitiveType getPrimitiveType(String typeName) {
    return this;
  }

  private static final class Journal implements PrimitiveService {
    private final List<Long> entries = new ArrayList<>();

    @Override
    public void init(ServiceContext context) {}

    @Override
    public void tick(WallClockTimestamp timestamp) {}

    @Override
    public Serializer serializer() {
      return Serializer.using(Namespaces.BASIC);
    }

    @Override
    public void backup(BackupOutput output) {
      output.writeInt(entries.size());
      entries.forEach(output::writeLong);
    }

    @Override
    public void restore(BackupInput input) {
      for (int left = input.readInt(); left > 0; left--) {
        entries.add(input.readLong());
      }
    }

    @Override
    public byte[] apply(Commit<byte[]> commit) {
      if (commit.value() == null) {
        throw new UnsupportedOperationException("No operation " + commit.operation());
      }
      if (commit.operation().type() == OperationType.QUERY) {
        return serializer().encode(commit.value()[0] == 1);
      }
      entries.add(ByteBuffer.wrap(commit.value()).getLong());
      return null;
    }

    @Override
    public void register(Session session) {}

    @Override
    public void expire(SessionId session) {}

    @Override
    public void close(SessionId session) {}
  }
}
