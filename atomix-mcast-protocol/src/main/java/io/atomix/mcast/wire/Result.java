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

import java.util.Arrays;

/** Result of an operation that was executed or refused. */
public sealed interface Result {

  /** It was executed, and returned this (null for nothing). */
  record Done(byte[] value) implements Result {
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
  record Failed(Cause cause, String message) implements Result {}

  /** Reasons why an operation failed. */
  enum Cause {
    /** The hosted service threw an exception. */
    SERVICE,
    /** The session of the primitive is not known, or no longer. */
    UNKNOWN_SESSION,
    /** The primitive has been deleted. */
    DELETED,
    /** The primitive's type is not known, or is another than that of the existing primitive. */
    UNKNOWN_TYPE,
    /** A destination group refused the message: it was applied nowhere. */
    ABORTED,
    /** The entry could not be understood. */
    MALFORMED
  }

  /** Writes a result. */
  static void write(WireWriter out, Result result) {
    if (result instanceof Done done) {
      out.writeByte(1).writeBytes(done.value);
    } else if (result instanceof Failed failed) {
      out.writeByte(2).writeEnum(failed.cause).writeString(failed.message);
    } else {
      throw new IllegalStateException("No encoding for " + result);
    }
  }

  /** Reads a result. */
  static Result read(WireReader in) {
    int kind = in.readByte();
    return switch (kind) {
      case 1 -> new Done(in.readBytes());
      case 2 -> new Failed(in.readEnum(Cause.class), in.readName());
      default -> throw in.broken("no result of kind " + kind);
    };
  }
}
