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

import io.atomix.mcast.ordering.Coded;
import io.atomix.mcast.ordering.Codes;
import java.util.Arrays;

/** Result of an operation that was executed or refused. */
public sealed interface Result extends Writable {

  /** Returns about how many bytes it takes beside its kind and its error. */
  default int size() {
    return 0;
  }

  /** It was executed, and returned this (null for nothing). */
  record Done(byte[] value) implements Result {
    @Override
    public int size() {
      return value == null ? 0 : value.length;
    }

    @Override
    public void write(WireWriter out) {
      out.writeByte(1).writeBytes(value);
    }

    @Override
    public boolean equals(Object object) {
      return object instanceof Done that && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(value);
    }
  }

  /** It failed, in the same way on every replica. */
  record Failed(Cause cause, String message) implements Result {
    @Override
    public void write(WireWriter out) {
      out.writeByte(2).writeCoded(cause).writeString(message);
    }
  }

  /** Reasons why an operation failed. */
  enum Cause implements Coded {
    /** The hosted service threw an exception. */
    SERVICE(0),
    /** The session of the primitive is not known, or no longer. */
    UNKNOWN_SESSION(1),
    /** The primitive has been deleted. */
    DELETED(2),
    /** The primitive's type is not known, or is another than that of the existing primitive. */
    UNKNOWN_TYPE(3),
    /** A destination group refused the message: it was applied nowhere. */
    ABORTED(4),
    /** The entry could not be understood. */
    MALFORMED(5);

    /** The constants by their codes. */
    public static final Codes<Cause> CODES = Codes.of(values());

    private final int code;

    Cause(int code) {
      this.code = code;
    }

    @Override
    public int code() {
      return code;
    }
  }

  /** Reads a result. */
  static Result read(WireReader in) {
    int kind = in.readByte();
    return switch (kind) {
      case 1 -> new Done(in.readBytes());
      case 2 -> new Failed(in.readCoded(Cause.CODES), in.readName());
      default -> throw in.broken("no result of kind " + kind);
    };
  }
}
