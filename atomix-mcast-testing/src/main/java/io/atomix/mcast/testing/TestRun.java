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
package io.atomix.mcast.testing;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** The main class of a JVM that runs one test, or the tests of one class. */
public final class TestRun {
  /** Exit code of a run whose tests have passed. */
  public static final int PASSED = 0;

  /** Exit code of a run of which a test has failed. */
  public static final int FAILED = 10;

  /** Begins the line that says why the first test has failed. */
  public static final String FAILURE = "TestRun: failed: ";

  private TestRun() {}

  /**
   * Runs the test that is the only argument, {@code package.Class} or {@code package.Class#method},
   * and exits with {@link #PASSED} or {@link #FAILED}, and with 1 if no test was run to its end.
   */
  public static void main(String[] arguments) throws ClassNotFoundException {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request().selectors(selectors(arguments[0])).build();
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    Launcher launcher = LauncherFactory.create();
    launcher.execute(request, listener);
    TestExecutionSummary summary = listener.getSummary();
    if (summary.getTotalFailureCount() > 0) {
      TestExecutionSummary.Failure first = summary.getFailures().get(0);
      System.out.println(FAILURE + first.getException().toString().strip());
      System.exit(FAILED);
    }
    // Whatever is still running in this JVM, the test is over.
    System.exit(summary.getTestsSucceededCount() > 0 ? PASSED : 1);
  }

  private static List<DiscoverySelector> selectors(String test) throws ClassNotFoundException {
    String[] parts = test.split("#");
    Class<?> type = Class.forName(parts[0]);
    if (parts.length == 1) {
      return List.of(DiscoverySelectors.selectClass(type));
    }
    return Arrays.stream(type.getDeclaredMethods())
        .filter(method -> method.getName().equals(parts[1]) && !method.isSynthetic())
        .<DiscoverySelector>map((Method method) -> DiscoverySelectors.selectMethod(type, method))
        .toList();
  }
}
