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

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Encoding that is read: what an {@link Encoder} of the same kind wrote. */
public interface Decoder {

  /** Reads one byte, as 0 to 255. */
  int readByte();

  /** Reads a boolean. */
  boolean readBoolean();

  /** Reads a number of eight bytes. */
  long readLong();

  /** Reads a number that is mostly small. */
  long readNumber();

  /** Reads a timestamp, which was written as a number. */
  default long readTimestamp() {
    return readNumber();
  }

  /** Reads a number that is mostly small. */
  int readInt();

  /** Reads how many elements follow, and refuses more than this. */
  int readCount(int most);

  /** Reads a text that must not be null. */
  String readName();

  /** Returns the exception for a place that makes no sense. */
  RuntimeException broken(String found);

  /** Reads a constant by its code. */
  default <E extends Enum<E> & Coded> E readCoded(Codes<E> codes) {
    int code = readByte();
    E constant = codes.find(code);
    if (constant == null) {
      throw broken("no " + codes.type() + " of number " + code);
    }
    return constant;
  }

  /** Reads a count and that many elements, this many at most. */
  default <T> List<T> readEach(int most, Function<Decoder, T> each) {
    List<T> values = new ArrayList<>();
    for (int left = readCount(most); left > 0; left--) {
      values.add(each.apply(this));
    }
    return values;
  }
}
