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

import java.util.Collection;
import java.util.function.BiConsumer;

/** Encoding that is written: it says how many bytes a number or a text takes. */
public interface Encoder {

  /** Writes one byte. */
  Encoder writeByte(int value);

  /** Writes a boolean as one byte. */
  Encoder writeBoolean(boolean value);

  /** Writes a number of eight bytes. */
  Encoder writeLong(long value);

  /** Writes a number that is mostly small and never negative. */
  Encoder writeNumber(long value);

  /** Writes a number that is mostly small and never negative. */
  Encoder writeInt(int value);

  /** Writes a text. */
  Encoder writeString(String value);

  /** Writes a constant as its code. */
  default Encoder writeCoded(Coded value) {
    return writeByte(value.code());
  }

  /** Writes a count and each element. */
  default <T> Encoder writeEach(Collection<T> values, BiConsumer<Encoder, T> each) {
    writeInt(values.size());
    values.forEach(value -> each.accept(this, value));
    return this;
  }
}
