/** What is known of the boards that a configuration may name. */
export interface Boards {
  /** Every mistake of a whole configuration, its profile included. */
  problemsOf(config: Readonly<Record<string, unknown>>): readonly string[];
  /**
   * Lines of config.txt that a whole configuration needs on the image: those of its profile, and one that holds the
   * button's line at the level of a button that nobody presses. @throws SottoError CONFIG_INVALID
   */
  bootLines(config: Readonly<Record<string, unknown>>): readonly string[];
}
