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
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atomix.mcast.trace.Trace;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A page that shows a trace and needs nothing else: style, program and data are in it. */
final class TracePage {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private TracePage() {}

  /** Returns the page of a trace, with so many messages at most. */
  static String of(Trace trace, int limit) {
    return resource("trace.html")
        .replace("/* STYLE */", resource("trace.css"))
        .replace(
            "/* PROGRAM */",
            resource("trace-model.js") + resource("trace-lanes.js") + resource("trace.js"))
        .replace("{DATA}", data(PictureMaker.of(trace, limit)));
  }

  /**
   * Keys and names come from users: with no {@code <} in it, nothing in the data can end the
   * element that it is in, or begin one.
   */
  private static String data(Picture picture) {
    try {
      return MAPPER
          .writeValueAsString(picture)
          .replace("<", "\\u003c")
          .replace("\u2028", "\\u2028")
          .replace("\u2029", "\\u2029");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A picture cannot be written as JSON", e);
    }
  }

  private static String resource(String name) {
    try (InputStream in = TracePage.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + name + " of the command line's jar", e);
    }
  }
}
