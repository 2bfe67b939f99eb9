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
package io.atomix.mcast.agent.trace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atomix.mcast.agent.CommandException;
import io.atomix.mcast.trace.Trace;
import io.atomix.mcast.trace.TraceEvent;
import java.util.Iterator;

/** Reads what {@code TraceJson} writes. */
final class TraceReader {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private TraceReader() {}

  /**
   * Reads a trace.
   *
   * @param from where it is from, for messages
   * @throws CommandException if it is none, or of a later version
   */
  static Trace read(String json, String from) {
    try {
      JsonNode tree = MAPPER.readTree(json);
      int version = tree.path("version").asInt(0);
      if (version < 1 || !tree.path("events").isArray()) {
        throw new CommandException(from + " does not hold a trace: it has no version or no events");
      } else if (version > Trace.VERSION) {
        throw new CommandException(
            "The trace in "
                + from
                + " has version "
                + version
                + ", and this release reads version "
                + Trace.VERSION
                + "; use the bin/mcast of the release that wrote it");
      }
      if (version < Trace.VERSION) {
        leaveOutOldKinds(tree);
      }
      Trace trace = MAPPER.treeToValue(tree, Trace.class);
      trace.events().forEach(event -> check(event, from));
      return trace;
    } catch (JsonProcessingException e) {
      throw new CommandException(from + " does not hold a trace: " + e.getOriginalMessage());
    }
  }

  /** Version 1 told when nothing was below a message any more, not when it was stable. */
  private static void leaveOutOldKinds(JsonNode trace) {
    for (Iterator<JsonNode> each = trace.path("events").iterator(); each.hasNext(); ) {
      if (each.next().path("kind").asText().equals("READY")) {
        each.remove();
      }
    }
  }

  private static void check(TraceEvent event, String from) {
    if (event == null
        || event.group() == null
        || event.node() == null
        || event.message() == null
        || event.kind() == null
        || event.what() != null && event.what().primitive() == null) {
      throw new CommandException(
          "An event in "
              + from
              + " lacks its group, node, message, kind or primitive: "
              + event
              + "; fetch the trace again");
    }
  }
}
