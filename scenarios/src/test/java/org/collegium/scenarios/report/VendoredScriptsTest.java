package org.collegium.scenarios.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class VendoredScriptsTest {
  private static final Pattern LINE = Pattern.compile("(?m)^([0-9a-f]{64})\\s+(\\S+)\\s+BSD-3-Clause");

  @Test
  void everyScriptIsTheOneThatTheReadmeNames() throws Exception {
    Map<String, String> named = new TreeMap<>();
    Matcher lines = LINE.matcher(VendoredScripts.read("vendor/README"));
    while (lines.find()) {
      named.put("vendor/" + lines.group(2), lines.group(1));
    }

    assertThat(named).containsOnlyKeys(VendoredScripts.FILES.toArray(String[]::new));
    for (String file : VendoredScripts.FILES) {
      byte[] bytes = VendoredScripts.read(file).getBytes(StandardCharsets.UTF_8);
      String sum = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
      assertThat(sum).as(file).isEqualTo(named.get(file));
    }
  }

  @Test
  void noScriptEndsItsElementEarly() {
    for (String file : VendoredScripts.FILES) {
      assertThat(VendoredScripts.read(file)).as(file).doesNotContainIgnoringCase("</script").doesNotContain("<!--");
    }
    assertThat(VendoredScripts.read("report.js")).doesNotContainIgnoringCase("</script").doesNotContain("<!--");
  }
}
