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
package io.atomix.mcast;

/**
 * A service, one of those that {@link io.atomix.primitive.PrimitiveType#newService} makes, that can
 * tell what a condition of a conditional message will find before what comes before the message is
 * executed (rule 11). A partition whose service cannot tell that judges a condition only when
 * everything before it is executed, so that a chain of conditional messages that conflict costs
 * three message delays each; with it, none or one.
 *
 * <p>All methods are called on the thread that executes operations, or while that waits. They
 * change nothing and depend on nothing but the service's state, not on the time either. An
 * exception that they throw counts as {@code null}. A wrong answer makes a message write although
 * its condition does not hold, or the other way round: when in doubt, answer null.
 */
public interface PreviewingService {

  /**
   * Returns what a condition returns on the present state, if that is the same whatever operations
   * that do not touch the whole primitive (see {@link Footprint}) are executed before it; null if
   * it may be another one.
   */
  Boolean holdsAnyhow(Invocation condition);

  /**
   * Returns a preview: what the service will be when operations are executed of which nothing has
   * been executed so far. It shows the service's state, also as that changes, until operations are
   * assumed. It lives no longer than the service, and is no part of its backup.
   */
  Preview newPreview();

  /** State that a service will have. */
  interface Preview {

    /**
     * Assumes that an operation is executed next. The operations that are assumed are executed in
     * an order in which those that conflict are as they were assumed; whatever conflicts with one
     * of them and is not assumed is executed after it. What does not conflict with one (see {@link
     * ConflictRelation}), such as additions that commute, may be executed at any time.
     *
     * @param number tells the operation apart
     * @return whether it can be told what the operation does; if not, nothing is assumed
     */
    boolean assume(long number, Invocation operation);

    /** An assumed operation is executed now. What is known of it only by assuming it is dropped. */
    void executed(long number);

    /**
     * Returns what a condition returns behind all operations that are assumed, null if that cannot
     * be told.
     */
    Boolean holds(Invocation condition);
  }
}
