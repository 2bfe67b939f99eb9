#!/usr/bin/env bash
# Micrometer 1.17.2 and the Prometheus client 1.7.0: one meter that was accepted makes the whole page fail.
#
# A registry for Prometheus renames meters and tags. Where two meters get one name when they are registered,
# the second is refused or logged. But two tags of one meter that become one label ("peer.id" and "peer_id"), and a gauge
# that is called as a timer's maximum will be ("request.seconds.max" beside the timer "request"), are registered, count, and let
# every later scrape() throw: of all meters nothing is shown any more.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat > "$folder/pom.xml" <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>io.micrometer</groupId><artifactId>micrometer-registry-prometheus</artifactId><version>1.17.2</version></dependency>
  </dependencies>
</project>
XML
cat > "$folder/Finding.java" <<'JAVA'
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.function.Consumer;

public class Finding {
  private static int changed;

  private static void see(String what, Object before, Object now) {
    boolean same = String.valueOf(before).equals(String.valueOf(now));
    System.out.println((same ? "" : "CHANGED, was " + before + ": ") + what + ": " + now);
    changed += same ? 0 : 1;
  }

  public static void main(String[] arguments) {
    see("a meter by itself", "shown", page(registry -> {}));
    see(
        "beside one with two tags that become one label",
        "IllegalArgumentException: a_b: duplicate label name",
        page(registry -> registry.counter("other", "a.b", "1", "a_b", "2").increment()));
    see(
        "beside a timer and a gauge",
        "DuplicateLabelsException: Duplicate labels for metric \"request_seconds_max\": {}",
        page(
            registry -> {
              registry.timer("request").record(Duration.ofSeconds(1));
              registry.gauge("request.seconds.max", 9);
            }));
    System.exit(changed == 0 ? 0 : 1);
  }

  /** Tells whether a counter is on the page beside other meters. */
  private static String page(Consumer<PrometheusMeterRegistry> others) {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    registry.counter("innocent").increment();
    others.accept(registry);
    try {
      return registry.scrape().contains("innocent_total 1.0") ? "shown" : "not shown";
    } catch (RuntimeException e) {
      return e.getClass().getSimpleName() + ": " + e.getMessage();
    }
  }
}
JAVA
mvn -B -ntp -q -f "$folder/pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies \
    -DoutputDirectory="$folder/lib"
java=${JAVA_HOME:+$JAVA_HOME/bin/}
"${java}javac" -XDsuppressNotes -cp "$folder/lib/*" -d "$folder" "$folder/Finding.java"
"${java}java" -Djava.io.tmpdir="$folder" -cp "$folder:$folder/lib/*" Finding
