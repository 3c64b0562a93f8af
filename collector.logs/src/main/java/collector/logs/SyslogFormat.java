package collector.logs;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import monitor.api.event.Severity;
import org.jspecify.annotations.Nullable;

/**
 * Syslog, by RFC 5424 and RFC 3164, with {@code <priority>} and also as files have it, without; in
 * files the time may be that of RFC 3339 too.
 */
final class SyslogFormat implements LineFormat {
  private static final Pattern NEW =
      Pattern.compile(
          "<(\\d{1,3})>1 (\\S{1,64}) (\\S{1,255}) (\\S{1,255}) (\\S{1,128}) (\\S{1,128}) (-|(?:\\[(?:[^\"\\]\\\\]|\\\\.|\"(?:[^\"\\\\]|\\\\.)*+\")*+\\])++)(?: (.*))?",
          Pattern.DOTALL);
  private static final Pattern OLD =
      Pattern.compile(
          "(?:<(\\d{1,3})>)?((?:[A-Z][a-z]{2} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d)|(?:\\d{4}-\\d\\d-\\d\\dT\\S{8,32})) (\\S{1,255}) ([^\\s\\[:]{1,128})(?:\\[([^\\]]{1,64})\\])?: ?(.*)",
          Pattern.DOTALL);
  private static final Pattern PARAMETER =
      Pattern.compile(
          "(?:\\[([^ =\\]\"]{1,64}))|(?: ([^ =\\]\"]{1,64})=\"((?:[^\"\\\\\\]]|\\\\.)*+)\")");
  private static final List<Severity> SEVERITIES =
      List.of(
          Severity.FATAL,
          Severity.FATAL,
          Severity.FATAL,
          Severity.ERROR,
          Severity.WARN,
          Severity.INFO,
          Severity.INFO,
          Severity.DEBUG);

  private final TimeStamps times;

  SyslogFormat(TimeStamps times) {
    this.times = times;
  }

  @Override
  public boolean read(String line, Fields fields) {
    try {
      return newer(NEW.matcher(new BoundedText(line)), fields)
          || older(OLD.matcher(new BoundedText(line)), fields);
    } catch (BoundedText.TooMuchWorkException | StackOverflowError e) {
      return false;
    }
  }

  private boolean newer(Matcher matcher, Fields fields) {
    if (!matcher.matches() || !priority(matcher.group(1), fields)) {
      return false;
    }
    fields.time(times.parse(matcher.group(2)));
    put("syslog.hostname", matcher.group(3), fields);
    put("syslog.appname", matcher.group(4), fields);
    put("syslog.procid", matcher.group(5), fields);
    put("syslog.msgid", matcher.group(6), fields);
    put("syslog.message", matcher.group(8), fields);
    structured(matcher.group(7), fields);
    return true;
  }

  private boolean older(Matcher matcher, Fields fields) {
    if (!matcher.matches() || !priority(matcher.group(1), fields)) {
      return false;
    }
    fields.time(times.parse(matcher.group(2)));
    put("syslog.hostname", matcher.group(3), fields);
    put("syslog.appname", matcher.group(4), fields);
    put("syslog.procid", matcher.group(5), fields);
    put("syslog.message", matcher.group(6), fields);
    return true;
  }

  private static void put(String name, @Nullable String value, Fields fields) {
    if (value != null && !value.equals("-")) {
      fields.put(name, value);
    }
  }

  private static boolean priority(@Nullable String digits, Fields fields) {
    if (digits == null) {
      return true;
    }
    int priority = Integer.parseInt(digits);
    if (priority > 191) {
      return false;
    }
    fields.put("syslog.facility", (long) (priority / 8));
    fields.severity(SEVERITIES.get(priority % 8));
    return true;
  }

  private static void structured(String text, Fields fields) {
    Matcher matcher = PARAMETER.matcher(text);
    String element = "";
    while (matcher.find()) {
      if (matcher.group(1) != null) {
        element = matcher.group(1);
      } else {
        String value = matcher.group(3).replaceAll("\\\\([\"\\\\\\]])", "$1");
        fields.put("syslog." + element + "." + matcher.group(2), value);
      }
    }
  }
}
