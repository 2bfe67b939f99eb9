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

import io.atomix.mcast.NotAppliedException;
import io.atomix.mcast.wire.Result;
import io.atomix.primitive.PrimitiveException;

/** Turns results into values, and failures into Atomix's exceptions. */
final class Failures {
  private Failures() {}

  /**
   * Returns what an operation returned.
   *
   * @throws PrimitiveException if it failed
   */
  static byte[] valueOf(Result result) {
    if (result instanceof Result.Failed failed) {
      throw exception(failed);
    }
    return ((Result.Done) result).value();
  }

  /** Returns whether the group has not executed the message, and never will. */
  static boolean isRefusal(Result result) {
    return result instanceof Result.Failed failed
        && failed.cause() != Result.Cause.SERVICE
        && failed.cause() != Result.Cause.DELETED;
  }

  static PrimitiveException exception(Result.Failed failed) {
    return switch (failed.cause()) {
      case SERVICE -> new PrimitiveException.ServiceException(failed.message());
      case UNKNOWN_SESSION -> new PrimitiveException.UnknownSession(failed.message());
      case DELETED -> new PrimitiveException.UnknownService(failed.message());
      case UNKNOWN_TYPE -> new PrimitiveException.ServiceException(failed.message());
      case ABORTED -> new NotAppliedException(failed.message());
      case MALFORMED -> NotAppliedException.forGood(failed.message());
    };
  }
}
