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
package io.atomix.mcast.observe;

import io.atomix.mcast.ordering.Access;
import io.atomix.mcast.ordering.GroupFootprint;
import java.util.List;

/**
 * Footprint of a message in one group, in words. Where its arguments name none of the keys, they
 * are told by their digests, as {@code #} and 16 digits. Others may have been added by its client,
 * so that what it calls next cannot overtake what it has called.
 *
 * @param primitive the primitive's name
 * @param whole how it touches all of it, or null
 * @param keys single keys that it touches, not necessarily all
 * @param moreKeys how many keys were left out
 * @param footprint all that it touches, as conflicts are found by it, or null if that is more than
 *     {@link KeyNames#MOST_DIGESTS} keys
 */
public record Touched(
    String primitive, Access whole, List<TouchedKey> keys, int moreKeys, GroupFootprint footprint) {

  /**
   * A key.
   *
   * @param name what the caller calls it, shortened, or its digest after a {@code #}
   * @param access how it is touched
   */
  public record TouchedKey(String name, Access access) {}
}
