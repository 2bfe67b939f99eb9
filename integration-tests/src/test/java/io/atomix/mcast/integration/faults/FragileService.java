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
package io.atomix.mcast.integration.faults;

import io.atomix.primitive.service.AbstractPrimitiveService;
import io.atomix.primitive.service.BackupInput;
import io.atomix.primitive.service.BackupOutput;

/** The service of {@link FragileType}. */
public final class FragileService extends AbstractPrimitiveService<Object> implements Fragile {

  private int sum;

  /** Made by the type. */
  FragileService() {
    super(new FragileType());
  }

  @Override
  public int add() {
    return ++sum;
  }

  @Override
  public int addAndThrow(Problem problem) {
    sum++;
    return fail(problem);
  }

  @Override
  public int sum() {
    return sum;
  }

  @Override
  public int readAndThrow(Problem problem) {
    return fail(problem);
  }

  private static int fail(Problem problem) {
    return switch (problem) {
      case EXCEPTION -> throw new IllegalStateException("told to break");
      case ASSERTION -> throw new AssertionError("told to break");
      case MISSING_CLASS -> throw new NoClassDefFoundError("told to break");
      case ENDLESS_RECURSION -> 1 + fail(problem);
    };
  }

  @Override
  public void backup(BackupOutput output) {
    output.writeInt(sum);
  }

  @Override
  public void restore(BackupInput input) {
    sum = input.readInt();
  }
}
