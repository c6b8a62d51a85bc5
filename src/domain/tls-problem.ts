/** Why TLS was not agreed. Each is a word of the log and a count of its own. */
export const TLS_PROBLEMS = [
  "not-yet-valid",
  "expired",
  "wrong-host",
  "unknown-authority",
  "self-signed",
  /** For another purpose, with a key or a digest that is too weak, or signed by what may sign nothing. */
  "unfit-certificate",
  "wrong-pin",
  /** Whatever answered there, it was no TLS. */
  "no-tls",
  "weak-protocol",
  /** No cipher in common, or a broker that wants a certificate and does not say so. */
  "no-agreement",
  "client-missing",
  "client-expired",
  "client-refused",
  "unclear",
] as const;
export type TlsProblem = (typeof TLS_PROBLEMS)[number];
