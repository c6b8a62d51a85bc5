/** The parser, what looks at a message next, the other parsers, and the library that they are made of. */
export const PARSER_FILES: readonly string[] = [
  "src/seal/envelope.ts",
  "src/seal/canonical-cbor.ts",
  "src/seal/notices.ts",
  "src/seal/size-bucket.ts",
  "src/seal/open-clip.ts",
  "src/seal/clip-contents.ts",
  "src/keep/feed.ts",
  "src/link/codec.ts",
  "src/link/framing.ts",
  "cborg/lib/decode.js",
  "cborg/lib/jump.js",
  "cborg/lib/0uint.js",
  "cborg/lib/2bytes.js",
  "cborg/lib/3string.js",
  "cborg/lib/4array.js",
  "cborg/lib/5map.js",
];
