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
package io.atomix.mcast.agent.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.atomix.mcast.agent.CommandException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Serves the pages of an agent. GET and HEAD only; there is nothing to change. */
public final class AgentHttp implements AutoCloseable {
  private static final int THREADS = 4;
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int METHOD_NOT_ALLOWED = 405;
  private static final int FAILED = 500;

  static {
    // Seconds: a client that does not go on may not hold a thread for ever.
    setUnlessSet("sun.net.httpserver.maxReqTime", "10");
    setUnlessSet("sun.net.httpserver.maxRspTime", "30");
  }

  /**
   * An answer.
   *
   * @param status the HTTP status
   * @param type the media type
   */
  public record Page(int status, String type, String body) {
    static Page text(int status, String body) {
      return new Page(status, "text/plain; charset=utf-8", body);
    }
  }

  /** Makes a page when it is asked for, on one of a few threads; it may wait. */
  @FunctionalInterface
  public interface PageSource {
    /** Makes the page. */
    Page page();
  }

  private final HttpServer server;
  private final ExecutorService threads;
  private final Map<String, PageSource> pages;

  private AgentHttp(HttpServer server, ExecutorService threads, Map<String, PageSource> pages) {
    this.server = server;
    this.threads = threads;
    this.pages = pages;
  }

  /**
   * Begins to serve.
   *
   * @param pages by their paths, such as {@code /status}
   * @throws CommandException if the address cannot be listened on
   */
  public static AgentHttp start(HttpAddress address, Map<String, PageSource> pages) {
    HttpServer server;
    try {
      server = HttpServer.create(address.socket(), 0);
    } catch (IOException | IllegalArgumentException e) {
      throw new CommandException("Cannot serve HTTP on " + address + "; choose another --http", e);
    }
    AtomicInteger count = new AtomicInteger();
    ExecutorService threads =
        Executors.newFixedThreadPool(
            THREADS,
            task -> {
              Thread thread = new Thread(task, "mcast-http-" + count.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    AgentHttp http = new AgentHttp(server, threads, Map.copyOf(pages));
    server.setExecutor(threads);
    server.createContext("/", http::answer);
    server.start();
    return http;
  }

  private static void setUnlessSet(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /** Returns where it listens. */
  public HttpAddress address() {
    return new HttpAddress(
        server.getAddress().getAddress().getHostAddress(), server.getAddress().getPort());
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      boolean head = exchange.getRequestMethod().equals("HEAD");
      Page page = page(exchange, head || exchange.getRequestMethod().equals("GET"));
      byte[] body = page.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", page.type());
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
      exchange.sendResponseHeaders(page.status(), head || body.length == 0 ? -1 : body.length);
      if (!head) {
        try (OutputStream out = exchange.getResponseBody()) {
          out.write(body);
        }
      }
    }
  }

  private Page page(HttpExchange exchange, boolean reading) {
    PageSource source = pages.get(exchange.getRequestURI().getPath());
    if (source == null) {
      return Page.text(
          NOT_FOUND,
          "There is " + String.join(", ", pages.keySet().stream().sorted().toList()) + "\n");
    } else if (!reading) {
      exchange.getResponseHeaders().set("Allow", "GET, HEAD");
      return Page.text(METHOD_NOT_ALLOWED, "Only GET and HEAD\n");
    }
    try {
      return source.page();
    } catch (RuntimeException e) {
      return Page.text(FAILED, "This page could not be made: " + e + "\n");
    }
  }

  /** Says yes. */
  static Page ok(String body) {
    return Page.text(OK, body);
  }

  /** Ends; requests under way are cut off. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
