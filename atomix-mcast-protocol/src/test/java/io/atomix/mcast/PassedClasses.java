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

import io.atomix.mcast.ordering.GroupId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Finds out through which classes of the production code a call is handed on. */
public final class PassedClasses {
  private PassedClasses() {}

  /**
   * Returns their names, the caller first, as they are on the stack of this thread. Records that
   * only tell of which kind they are hand nothing on: they are nested in an interface.
   */
  public static List<String> now() {
    List<String> names =
        StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
            .walk(
                frames ->
                    new ArrayList<>(
                        frames
                            .map(frame -> frame.getDeclaringClass().getNestHost())
                            .filter(PassedClasses::isProduction)
                            .filter(type -> !type.isInterface())
                            .map(Class::getSimpleName)
                            .distinct()
                            .toList()));
    Collections.reverse(names);
    return names;
  }

  private static boolean isProduction(Class<?> type) {
    return type.getName().startsWith("io.atomix.mcast.")
        && type.getProtectionDomain()
            .getCodeSource()
            .getLocation()
            .equals(GroupId.class.getProtectionDomain().getCodeSource().getLocation());
  }
}
