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
package io.atomix.mcast.wire;

import io.atomix.primitive.operation.OperationType;

/**
 * An operation of a hosted primitive.
 *
 * @param name the operation's name in its service interface
 * @param type whether it reads or writes
 * @param value its encoded arguments, or null
 */
public record Operation(String name, OperationType type, byte[] value) implements Action {

  static void write(WireWriter out, Operation operation) {
    out.writeString(operation.name)
        .writeBoolean(operation.type == OperationType.COMMAND)
        .writeBytes(operation.value);
  }

  static Operation read(WireReader in) {
    return new Operation(
        in.readName(),
        in.readBoolean() ? OperationType.COMMAND : OperationType.QUERY,
        in.readBytes());
  }

  @Override
  public boolean isQuery() {
    return type == OperationType.QUERY;
  }

  @Override
  public int size() {
    return 3 * name.length() + (value == null ? 0 : value.length) + 8;
  }
}
