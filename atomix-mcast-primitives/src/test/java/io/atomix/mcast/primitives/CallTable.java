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
package io.atomix.mcast.primitives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.atomix.primitive.PrimitiveException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.Executable;

/**
 * All methods of an asynchronous interface that return a future, each classified as one that
 * changes something or does not, and the tests that hold for every such interface. A method that
 * Atomix or we add fails {@link #everyMethodIsClassified} until somebody classifies it.
 *
 * @param async the interface
 * @param sync the one of callers that wait, for the same instance
 * @param changing names of the methods that change something
 * @param reading names of those that do not
 */
public record CallTable(Class<?> async, Class<?> sync, Set<String> changing, Set<String> reading) {

  /** Arguments of a parameter: one that is fine, and others that are not. */
  public interface Arguments {
    /** Returns an argument that is fine. */
    Object good(Type parameter);

    /** Returns arguments that every method refuses. */
    List<Object> refused(Type parameter);

    /** Returns arguments that some methods take and others refuse. */
    List<Object> doubtful(Type parameter);
  }

  /** An instance, as both kinds of callers see it. */
  public record Instance(Object async, Object sync) {}

  /** No method is missing in the table, and none in it is unknown. */
  public void everyMethodIsClassified() {
    Set<String> classified = new TreeSet<>(changing);
    classified.addAll(reading);
    assertThat(methods(async).map(Method::getName).collect(Collectors.toSet()))
        .as("methods of %s that return a future", async.getSimpleName())
        .isEqualTo(classified);
    assertThat(changing).doesNotContainAnyElementsOf(reading);
  }

  /** Each method that changes something fails with one exception, and nothing is sent. */
  public Stream<DynamicTest> readOnlyRefusesChanges(
      Instance readOnly, Arguments arguments, IntSupplier sent) {
    return methods(async)
        .filter(method -> changing.contains(method.getName()))
        .map(
            method ->
                test(
                    method,
                    "on a read-only instance",
                    () -> {
                      final int before = sent.getAsInt();
                      Throwable refusal =
                          failsAlike(readOnly, method, good(method, arguments)).orElseThrow();
                      assertThat(refusal)
                          .isExactlyInstanceOf(UnsupportedOperationException.class)
                          .hasMessageContaining("read-only");
                      assertThat(sent.getAsInt()).as("messages").isEqualTo(before);
                    }));
  }

  /** Each method but {@code close} fails on an instance that is closed, and nothing is sent. */
  public Stream<DynamicTest> closedRefusesCalls(
      Instance closed, Arguments arguments, IntSupplier sent) {
    return methods(async)
        .filter(method -> !method.getName().equals("close"))
        .map(
            method ->
                test(
                    method,
                    "on a closed instance",
                    () -> {
                      final int before = sent.getAsInt();
                      Throwable refusal =
                          failsAlike(closed, method, good(method, arguments)).orElseThrow();
                      assertThat(refusal)
                          .isExactlyInstanceOf(PrimitiveException.ClosedSession.class);
                      assertThat(sent.getAsInt()).as("messages").isEqualTo(before);
                    }));
  }

  /** Bad arguments are the failure of the future, and what the other interface throws. */
  public Stream<DynamicTest> badArgumentsFailTheFuture(Instance instance, Arguments arguments) {
    List<DynamicTest> tests = new ArrayList<>();
    methods(async)
        .forEach(
            method -> {
              Type[] parameters = method.getGenericParameterTypes();
              for (int i = 0; i < parameters.length; i++) {
                int position = i;
                for (Object bad : arguments.refused(parameters[i])) {
                  tests.add(
                      test(
                          method,
                          "with " + name(bad) + " at " + i,
                          () ->
                              assertThat(
                                      failsAlike(
                                          instance,
                                          method,
                                          with(good(method, arguments), position, bad)))
                                  .as("failure")
                                  .isPresent()));
                }
                for (Object doubtful : arguments.doubtful(parameters[i])) {
                  tests.add(
                      test(
                          method,
                          "with " + name(doubtful) + " at " + i,
                          () ->
                              failsAlike(
                                  instance,
                                  method,
                                  with(good(method, arguments), position, doubtful))));
                }
              }
            });
    return tests.stream();
  }

  /** With partitions that fail, each call that sends something fails with what they fail with. */
  public Stream<DynamicTest> everyCallFailsAs(
      RuntimeException expected,
      Instance failing,
      Arguments arguments,
      Set<String> sendingNothing) {
    return methods(async)
        .filter(method -> !sendingNothing.contains(method.getName()))
        .map(
            method ->
                test(
                    method,
                    "where every message fails",
                    () -> {
                      Throwable error =
                          failsAlike(failing, method, good(method, arguments)).orElseThrow();
                      if (!(error instanceof UnsupportedOperationException)) {
                        assertThat(error).isSameAs(expected);
                      }
                    }));
  }

  private static DynamicTest test(Method method, String how, Executable body) {
    String parameters =
        Arrays.stream(method.getParameterTypes())
            .map(Class::getSimpleName)
            .collect(Collectors.joining(", ", "(", ")"));
    String name = method.getName() + parameters + " " + how;
    return dynamicTest(
        name,
        () -> {
          try {
            body.execute();
          } catch (Throwable e) {
            throw new AssertionError(name + ": " + e.getMessage(), e);
          }
        });
  }

  /**
   * Calls a method of both interfaces, and returns what it fails with, if it does.
   *
   * @throws AssertionError if the asynchronous one throws, or they do not fail with the same
   */
  private Optional<Throwable> failsAlike(Instance instance, Method method, Object[] arguments)
      throws Throwable {
    CompletableFuture<?> future = null;
    try {
      future = (CompletableFuture<?>) method.invoke(instance.async(), arguments);
    } catch (InvocationTargetException e) {
      fail("an asynchronous call threw", e.getCause());
    }
    assertThat(future).as("future").isNotNull().isDone();
    Throwable failure = future.handle((value, error) -> error).join();
    assertThat(failure instanceof CompletionException).as("an exception around it").isFalse();
    Method blocking = counterpart(method);
    if (failure == null || blocking == null) {
      return Optional.ofNullable(failure);
    }
    Throwable thrown =
        catchThrowable(
            () -> {
              try {
                blocking.invoke(instance.sync(), arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
    assertThat(thrown).as("what the blocking call throws").isNotNull();
    assertThat(thrown.getClass() + ": " + thrown.getMessage())
        .isEqualTo(failure.getClass() + ": " + failure.getMessage());
    return Optional.of(failure);
  }

  private Method counterpart(Method method) {
    try {
      return sync.getMethod(method.getName(), method.getParameterTypes());
    } catch (NoSuchMethodException e) {
      return null;
    }
  }

  private static Object[] good(Method method, Arguments arguments) {
    return Arrays.stream(method.getGenericParameterTypes())
        .map((Function<Type, Object>) arguments::good)
        .toArray();
  }

  private static Object[] with(Object[] arguments, int position, Object other) {
    Object[] changed = arguments.clone();
    changed[position] = other;
    return changed;
  }

  private static String name(Object argument) {
    return argument == null ? "null" : argument.toString();
  }

  private static Stream<Method> methods(Class<?> type) {
    return Arrays.stream(type.getMethods())
        .filter(method -> !method.isBridge())
        .filter(method -> CompletableFuture.class.isAssignableFrom(method.getReturnType()))
        .sorted(Comparator.comparing(Method::getName).thenComparing(Method::toGenericString));
  }
}
