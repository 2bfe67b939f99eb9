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
package io.atomix.mcast.lab.workload;

import io.atomix.primitive.PrimitiveBuilder;
import io.atomix.primitive.PrimitiveManagementService;
import io.atomix.primitive.PrimitiveType;
import io.atomix.primitive.SyncPrimitive;
import io.atomix.primitive.config.PrimitiveConfig;
import io.atomix.primitive.service.AbstractPrimitiveService;
import io.atomix.primitive.service.BackupInput;
import io.atomix.primitive.service.BackupOutput;
import io.atomix.primitive.service.PrimitiveService;
import io.atomix.primitive.service.ServiceConfig;
import io.atomix.utils.serializer.Namespace;
import io.atomix.utils.serializer.Namespaces;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The type of the service that holds everything in one log. Public, because Atomix finds types by
 * scanning the class path.
 */
@SuppressWarnings("rawtypes")
public final class SingleLogType
    implements PrimitiveType<PrimitiveBuilder, PrimitiveConfig, SyncPrimitive> {

  @Override
  public String name() {
    return "bench-single-log";
  }

  @Override
  public Namespace namespace() {
    return Namespace.builder().register(Namespaces.BASIC).register(ServiceConfig.class).build();
  }

  @Override
  public PrimitiveConfig newConfig() {
    throw new UnsupportedOperationException("The single log is used through its proxy");
  }

  @Override
  public PrimitiveBuilder newBuilder(
      String primitiveName, PrimitiveConfig config, PrimitiveManagementService management) {
    throw new UnsupportedOperationException("The single log is used through its proxy");
  }

  @Override
  public PrimitiveService newService(ServiceConfig config) {
    return new Service();
  }

  /** Entries and numbers, in memory. */
  public static final class Service extends AbstractPrimitiveService<Object> implements SingleLog {
    private Map<String, byte[]> entries = new HashMap<>();
    private Map<String, Long> numbers = new HashMap<>();

    private Service() {
      super(new SingleLogType());
    }

    @Override
    public void put(String key, byte[] value) {
      entries.put(key, value);
    }

    @Override
    public void putAll(Map<String, byte[]> more) {
      entries.putAll(more);
    }

    @Override
    public Map<String, byte[]> getAll(List<String> keys) {
      Map<String, byte[]> found = new HashMap<>();
      keys.forEach(key -> found.put(key, entries.get(key)));
      return found;
    }

    @Override
    public void add(Map<String, Long> deltas) {
      deltas.forEach((key, delta) -> numbers.merge(key, delta, Long::sum));
    }

    @Override
    public boolean move(String from, String to, long amount) {
      if (numbers.getOrDefault(from, 0L) < amount) {
        return false;
      }
      numbers.merge(from, -amount, Long::sum);
      numbers.merge(to, amount, Long::sum);
      return true;
    }

    @Override
    public void backup(BackupOutput output) {
      output.writeObject(entries);
      output.writeObject(numbers);
    }

    @Override
    public void restore(BackupInput input) {
      entries = input.readObject();
      numbers = input.readObject();
    }
  }
}
