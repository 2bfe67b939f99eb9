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

import io.atomix.mcast.Invocation;
import io.atomix.mcast.PreviewingService.Preview;
import io.atomix.primitive.operation.OperationId;
import io.atomix.primitive.operation.Operations;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A service that is behind, with a preview, and one that has executed all that the preview assumes:
 * what the preview says must be what the other finds.
 *
 * @param <S> the service interface
 */
public final class PreviewTwins<S> {
  private final Map<Method, OperationId> operations;
  private final S ahead;
  private final S behind;
  private final Preview preview;
  private final List<Assumed> assumed = new ArrayList<>();
  private long lastNumber;
  private int told;
  private int foreseen;

  /** One call of an operation, by the operation's name. */
  public record Call(String name, Object... arguments) {
    @Override
    public String toString() {
      return name + Arrays.deepToString(arguments);
    }
  }

  private record Assumed(long number, Call call) {}

  /** Creates twins that have executed the same so far, by nothing or by these services. */
  public PreviewTwins(Class<S> type, S ahead, S behind, Preview preview) {
    this.operations = Operations.getMethodMap(type);
    this.ahead = ahead;
    this.behind = behind;
    this.preview = preview;
  }

  /** Returns the calls that are assumed and not executed. */
  public List<Call> outstanding() {
    return assumed.stream().map(Assumed::call).toList();
  }

  /** Returns how many conditions the preview could tell. */
  public int told() {
    return told;
  }

  /** Returns how many calls could be foreseen. */
  public int foreseen() {
    return foreseen;
  }

  /** A call comes that is to be executed behind all others. */
  public void call(Call call) {
    long number = ++lastNumber;
    if (preview.assume(number, invocation(call))) {
      foreseen++;
      assumed.add(new Assumed(number, call));
      run(ahead, call);
    } else {
      while (!assumed.isEmpty()) {
        execute(0);
      }
      callAtOnce(call);
    }
  }

  /** A call is executed that nothing outstanding conflicts with. */
  public void callAtOnce(Call call) {
    run(ahead, call);
    run(behind, call);
  }

  /** One of the outstanding calls is executed. */
  public void execute(int index) {
    Assumed next = assumed.remove(index);
    run(behind, next.call);
    preview.executed(next.number);
  }

  /** Compares what is found of a condition. */
  public void check(Call condition) {
    Boolean found = preview.holds(invocation(condition));
    if (found != null) {
      told++;
      assertThat(found)
          .as("%s behind %s", condition, outstanding())
          .isEqualTo(run(ahead, condition));
    }
  }

  private Invocation invocation(Call call) {
    return Invocation.of(operations.get(method(call)), call.arguments, false);
  }

  private Method method(Call call) {
    return operations.keySet().stream()
        .filter(method -> operations.get(method).id().equals(call.name))
        .findFirst()
        .orElseThrow();
  }

  private Object run(S service, Call call) {
    try {
      return method(call).invoke(service, call.arguments);
    } catch (InvocationTargetException e) {
      // As it would be the same for both.
      return e.getCause().toString();
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }
}
