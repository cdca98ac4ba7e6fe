const MASK = '***'

/** What looks like a credential, and what stays of it. Each takes time in proportion to the text, which anybody may write. */
const patterns: ReadonlyArray<readonly [RegExp, string]> = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, MASK],
  // Values of telling names, in JSON or in JavaScript, also where the JSON is itself a text.
  [
    /((?:authorization|password|passwd|passphrase|secret|api[-_]?key|access[-_]?key|private[-_]?key|access[-_]?token|auth[-_]?token|credentials?)["'\\]*\s*[:=]\s*)(?:\\?"(?:[^"\\]|\\[^"])*\\?"|'(?:[^'\\]|\\.)*')/gi,
    `$1"${MASK}"`,
  ],
  [/\b(Bearer|Basic|Digest|Token|ApiKey)(\s+)[\w.~+/=-]{8,}/gi, `$1$2${MASK}`],
  [/\b([a-z][a-z0-9+.-]{0,30}:\/\/)[^\s/@"'\\:]*:[^\s/@"'\\]+@/gi, `$1${MASK}@`],
  [/(?<![\w-])eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, MASK],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, MASK],
  [/\b(?:gh[pousr]_|github_pat_|xox[abprs]-|glpat-|mdb_sa_sk_|sk_live_|AIza)[\w-]{16,}/g, MASK],
]

/** A text with everything masked that looks like a credential. */
export const withoutCredentials = (text: string): string =>
  patterns.reduce((left, [pattern, mask]) => left.replace(pattern, mask), text)
