package monitor.rest.submit;

/** Which texts can be stored everywhere. */
final class Texts {
  private Texts() {}

  /** Whether it is short enough, has no control character, and can be written as UTF-8. */
  static boolean storable(String text, int maxLength) {
    if (text.length() > maxLength) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (Character.isISOControl(c) || (Character.isSurrogate(c) && !pair)) {
        return false;
      }
      i += pair ? 1 : 0;
    }
    return true;
  }
}
