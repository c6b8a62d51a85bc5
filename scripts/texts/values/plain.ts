/** A name as a recogniser writes it: small letters, no accents; empty where it can't be written so. */
export function plainName(name: string): string {
  const plain = name
    .replace(/[øØ]/g, "o")
    .replace(/[łŁ]/g, "l")
    .replace(/[đĐð]/g, "d")
    .replace(/ß/g, "ss")
    .replace(/[æÆ]/g, "ae")
    .replace(/[þÞ]/g, "th")
    .replace(/[ıİ]/g, "i")
    .replace(/[əƏ]/g, "a")
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[’`ʻ]/g, "'")
    // Of the marks only those of o'brien and d'angelo are said.
    .replace(/(?<!\b[oOdDlL])'/g, "")
    .toLowerCase()
    .trim();
  return /^[a-z][a-z' -]*$/.test(plain) ? plain : "";
}
