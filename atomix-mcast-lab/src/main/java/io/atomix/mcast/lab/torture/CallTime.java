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
package io.atomix.mcast.lab.torture;

/**
 * Time for which a call was under way, whether it was answered or failed.
 *
 * @param invoked when it began, on the histories' clock
 * @param ended when its caller had an answer or an error
 */
record CallTime(long invoked, long ended) {

  /** Returns its length in nanoseconds. */
  long nanos() {
    return ended - invoked;
  }
}
