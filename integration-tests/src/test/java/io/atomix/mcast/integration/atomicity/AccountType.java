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
package io.atomix.mcast.integration.atomicity;

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
import java.util.ArrayList;
import java.util.List;

/**
 * The type of an {@link Account}. Public, because Atomix finds types by scanning the class path.
 */
@SuppressWarnings("rawtypes")
public final class AccountType
    implements PrimitiveType<PrimitiveBuilder, PrimitiveConfig, SyncPrimitive> {

  @Override
  public String name() {
    return "test-account";
  }

  @Override
  public Namespace namespace() {
    return Namespace.builder().register(Namespaces.BASIC).register(ServiceConfig.class).build();
  }

  @Override
  public PrimitiveConfig newConfig() {
    throw new UnsupportedOperationException("An account is used through its proxy");
  }

  @Override
  public PrimitiveBuilder newBuilder(
      String primitiveName, PrimitiveConfig config, PrimitiveManagementService management) {
    throw new UnsupportedOperationException("An account is used through its proxy");
  }

  @Override
  public PrimitiveService newService(ServiceConfig config) {
    return new Service();
  }

  /** One partition's account. */
  public static final class Service extends AbstractPrimitiveService<Object> implements Account {
    private final List<String> made = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();
    private int balance;

    private Service() {
      super(new AccountType());
    }

    @Override
    public boolean covers(int amount) {
      return balance >= amount;
    }

    @Override
    public int balance() {
      return balance;
    }

    @Override
    public List<String> made() {
      return new ArrayList<>(made);
    }

    @Override
    public List<String> refused() {
      return new ArrayList<>(refused);
    }

    @Override
    public int make(String transfer, int amount) {
      made.add(transfer);
      balance += amount;
      return balance;
    }

    @Override
    public int refuse(String transfer) {
      refused.add(transfer);
      return balance;
    }

    @Override
    public void backup(BackupOutput output) {
      output.writeInt(balance);
      write(output, made);
      write(output, refused);
    }

    private static void write(BackupOutput output, List<String> transfers) {
      output.writeInt(transfers.size());
      transfers.forEach(output::writeString);
    }

    @Override
    public void restore(BackupInput input) {
      balance = input.readInt();
      read(input, made);
      read(input, refused);
    }

    private static void read(BackupInput input, List<String> transfers) {
      for (int left = input.readInt(); left > 0; left--) {
        transfers.add(input.readString());
      }
    }
  }
}
