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
package io.atomix.mcast.ordering;

/**
 * Constants of a type by the numbers that are written for them.
 *
 * @param <E> the type
 */
public final class Codes<E extends Enum<E> & Coded> {
  private final E[] constants;

  private Codes(E[] constants) {
    this.constants = constants;
  }

  /**
   * Creates the table of a type's constants.
   *
   * @throws IllegalArgumentException if two of them have one number
   */
  @SafeVarargs
  public static <E extends Enum<E> & Coded> Codes<E> of(E... constants) {
    Codes<E> codes = new Codes<>(constants);
    for (E constant : constants) {
      if (codes.find(constant.code()) != constant) {
        throw new IllegalArgumentException(
            "%s and %s of %s have the same number %d"
                .formatted(codes.find(constant.code()), constant, codes.type(), constant.code()));
      }
    }
    return codes;
  }

  /** Returns the constant of a number, or null. */
  public E find(int code) {
    for (E constant : constants) {
      if (constant.code() == code) {
        return constant;
      }
    }
    return null;
  }

  /** Returns the name of the type, for errors. */
  public String type() {
    return constants[0].getDeclaringClass().getSimpleName();
  }
}
