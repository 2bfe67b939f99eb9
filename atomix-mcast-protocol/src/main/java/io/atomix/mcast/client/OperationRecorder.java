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
package io.atomix.mcast.client;

import com.google.common.base.Defaults;
import io.atomix.mcast.Invocation;
import io.atomix.mcast.ResultAtVote;
import io.atomix.mcast.wire.HostedOperation;
import io.atomix.primitive.PrimitiveException;
import io.atomix.primitive.operation.OperationId;
import io.atomix.primitive.operation.OperationType;
import io.atomix.primitive.operation.Operations;
import io.atomix.utils.serializer.Serializer;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Finds out which operation a caller's lambda calls on a service interface, and with which
 * arguments. Thread-safe.
 */
final class OperationRecorder<S> {
  private final Map<Method, OperationId> operations;

  /** Queries that tell with the vote what commands return (rule 8). */
  private final Map<Method, String> atVote = new HashMap<>();

  private final Serializer serializer;
  private final S proxy;
  private final ThreadLocal<RecordedCall> last = new ThreadLocal<>();

  /**
   * A recorded call, as a conflict relation sees it and as it goes into the log.
   *
   * @param atVote the query that tells with the vote what the operation returns, or null
   */
  record RecordedCall(
      OperationId id, Object[] arguments, HostedOperation operation, String atVote) {
    /** Returns the operation of a message whose results are wanted, from all its groups. */
    HostedOperation toldAtVote() {
      return atVote == null
          ? operation
          : new HostedOperation(operation.name(), operation.type(), operation.value(), atVote);
    }

    Invocation invocation(boolean resultWanted) {
      return Invocation.of(id, arguments, resultWanted);
    }
  }

  @SuppressWarnings("unchecked")
  OperationRecorder(Class<S> serviceType, Serializer serializer) {
    this.operations = Operations.getMethodMap(serviceType);
    operations.keySet().forEach(this::noteQueryAtVote);
    this.serializer = serializer;
    this.proxy =
        (S)
            Proxy.newProxyInstance(
                serviceType.getClassLoader(),
                new Class<?>[] {serviceType},
                (self, method, arguments) -> record(method, arguments));
  }

  private void noteQueryAtVote(Method command) {
    ResultAtVote annotation = command.getAnnotation(ResultAtVote.class);
    if (annotation == null) {
      return;
    }
    boolean told =
        operations.get(command).type() == OperationType.COMMAND
            && operations.entrySet().stream()
                .anyMatch(
                    each ->
                        each.getValue().id().equals(annotation.value())
                            && each.getValue().type() == OperationType.QUERY
                            && Arrays.equals(
                                each.getKey().getParameterTypes(), command.getParameterTypes()));
    if (!told) {
      throw new IllegalArgumentException(
          "@ResultAtVote(\"%s\") on %s: annotate a command, and name a query of the same service with the same parameters"
              .formatted(annotation.value(), command));
    }
    atVote.put(command, annotation.value());
  }

  /**
   * Returns the operation that the caller calls on the service; the last one if it calls several.
   */
  RecordedCall record(Consumer<S> call) {
    last.remove();
    call.accept(proxy);
    RecordedCall recorded = last.get();
    last.remove();
    if (recorded == null) {
      throw new PrimitiveException("The caller called no operation of the service");
    }
    return recorded;
  }

  Serializer serializer() {
    return serializer;
  }

  <R> R decode(byte[] value) {
    return value == null ? null : serializer.decode(value);
  }

  private Object record(Method method, Object[] arguments) {
    OperationId id = operations.get(method);
    if (id == null) {
      throw new PrimitiveException("Not an operation of a primitive: " + method);
    }
    byte[] value = arguments == null ? null : serializer.encode(arguments);
    HostedOperation operation = new HostedOperation(id.id(), id.type(), value);
    last.set(new RecordedCall(id, arguments, operation, atVote.get(method)));
    return Defaults.defaultValue(method.getReturnType());
  }
}
