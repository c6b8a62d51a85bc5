/** What is known of the boards that a configuration may name. */
export interface Boards {
  /** Every mistake of a whole configuration, its profile included. */
  problemsOf(config: Readonly<Record<string, unknown>>): readonly string[];
  /** Lines of config.txt that the profile needs on the image. @throws SottoError CONFIG_INVALID */
  bootLines(profile: string): readonly string[];
}
