/**
 * Characters that a terminal obeys or that change what a reader sees: control characters, line and paragraph separators,
 * and bidirectional, zero-width and other invisible formatting characters. The two joiners that scripts and emoji need
 * are not among them.
 */
const hidden = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/gu

const short: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" }

/** Escapes of JavaScript and JSON, one for each code unit. */
const units = (character: string): string =>
  Array.from(
    { length: character.length },
    (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`
  ).join("")

/** Shows control and formatting characters as escapes, so that text of others neither drives a terminal nor forges a line. */
export const visible = (text: string): string => text.replace(hidden, (found) => short[found] ?? units(found))

/** The same for a text of several lines. */
export const visibleLines = (text: string): string => text.split("\n").map(visible).join("\n")

/** The same within JSON, whose value stays as it is. */
export const escapeHidden = (json: string): string => json.replace(hidden, units)
