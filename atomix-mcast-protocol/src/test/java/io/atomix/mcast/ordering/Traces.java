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

import java.util.Locale;

/** Entries and effects in few words. */
final class Traces {
  private Traces() {}

  static String text(Entry entry) {
    if (entry instanceof Entry.SubmitLocal s) {
      return "local " + name(s.id());
    } else if (entry instanceof Entry.SubmitMulticast s) {
      return "multicast " + name(s.id());
    } else if (entry instanceof Entry.Raise r) {
      return "raise " + name(r.id()) + " to " + r.timestamp();
    } else if (entry instanceof Entry.Execute x) {
      return "execute " + name(x.id()) + " at " + x.timestamp() + decision(x.held());
    } else if (entry instanceof Entry.Refuse r) {
      return "refuse " + name(r.id());
    } else if (entry instanceof Entry.Abort a) {
      return "abort " + name(a.id());
    } else if (entry instanceof Entry.Forget f) {
      return "forget " + f.ids().stream().map(Traces::name).toList();
    } else {
      return "confirm " + ((Entry.Confirm) entry).ids().stream().map(Traces::name).toList();
    }
  }

  static String text(Effect effect) {
    if (effect instanceof Effect.Run x) {
      return name(x.id()) + " executes" + decision(x.held()) + ";";
    } else if (effect instanceof Effect.Blocked b) {
      return name(b.id()) + " waits;";
    } else if (effect instanceof Effect.Stands s) {
      MessageStatus status = s.status();
      return String.format(
          "%s stands %s %d%s;",
          name(s.id()),
          status.state().name().toLowerCase(Locale.ROOT),
          status.timestamp(),
          status.first() ? " first" : "");
    } else if (effect instanceof Effect.Forgotten f) {
      return name(f.id()) + " is forgotten;";
    } else {
      return "ignored, " + ((Effect.Ignored) effect).reason() + ";";
    }
  }

  private static String decision(boolean held) {
    return held ? "" : " though its condition does not hold";
  }

  private static String name(MessageId id) {
    return "m" + SmallSystem.number(id);
  }
}
