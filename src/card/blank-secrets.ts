/** A key named `password`, bare, quoted or dotted, with a basic or a literal string of one line. */
const PASSWORD =
  /^([ \t]*(?:[\w"' ]+\.[ \t]*)*["']?password["']?[ \t]*=[ \t]*)("(?:[^"\\\n]|\\.)*"|'[^'\n]*')/gm;

/**
 * The file without its passwords, everything else as the person wrote it. It sees the ways in which people write TOML, not
 * all that TOML allows: whoever relies on it looks whether a secret is left.
 */
export function blankPasswords(text: string): string {
  return text.replace(PASSWORD, '$1""');
}
