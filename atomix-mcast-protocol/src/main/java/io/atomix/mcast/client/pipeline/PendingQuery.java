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
package io.atomix.mcast.client.pipeline;

import io.atomix.mcast.wire.ReadAnswer;
import io.atomix.mcast.wire.ReadRequest;
import io.atomix.mcast.wire.Result;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A query on its way to a group without a log entry (rule 7).
 *
 * @param query what is asked
 * @param instead the command that is submitted in its place if it cannot be answered so
 * @param number its own number among the calls that later ones must not overtake
 * @param afterCommand the last command of the primitive that was called before and is not answered,
 *     or null
 * @param after the number of the last unsettled call before it that conflicts with it, or 0
 * @param result completes with what it finds out
 */
record PendingQuery(
    ReadRequest.Query query,
    Submission instead,
    long number,
    Submission afterCommand,
    long after,
    CompletableFuture<Result> result) {

  String primitive() {
    return query.footprint().primitive();
  }

  /** Tells the caller what was found out. */
  void complete(Result found, Throwable error) {
    if (error != null) {
      result.completeExceptionally(error);
    } else {
      result.complete(found);
    }
  }

  /**
   * Makes the request that asks these queries.
   *
   * @param told the number of the last notification that was told, with all before it
   */
  static ReadRequest.Queries request(List<PendingQuery> queries, long told) {
    return new ReadRequest.Queries(
        0, true, told, queries.stream().map(PendingQuery::query).toList());
  }

  /**
   * Decodes the answer to these queries; null if it cannot be understood: the log is asked instead.
   */
  static ReadAnswer.QueryResults decode(List<PendingQuery> queries, byte[] bytes) {
    try {
      return ReadAnswer.decode(bytes) instanceof ReadAnswer.QueryResults found
              && found.results().size() == queries.size()
          ? found
          : null;
    } catch (RuntimeException e) {
      return null;
    }
  }
}
