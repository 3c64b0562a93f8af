package monitor.deployer;

/** Where the version of a plugin in force came from. */
enum Origin {
  /** With the distribution. */
  BUNDLED,
  /** Through the API. */
  UPLOADED,
  /** From the drop folder: removing the file there removes the plugin. */
  DROPPED
}
