const MASK = '***'

const names = [
  'authorization',
  'passw(?:or)?d',
  'passphrase',
  'pwd',
  'secret',
  'credentials?',
  '(?:api|access|account|private|secret|shared|signing|encryption|master|subscription)[-_]?key',
  '(?:access|auth|api|bearer|refresh|security|session|id)[-_]?token',
].join('|')
const named = String.raw`(?:${names})["'\\]*\s*[:=]\s*`
/** `password: …` may also start an ordinary sentence. */
const bare = String.raw`(?:${names})(?:\s*=\s*|:)`

/** Patterns of credentials, and what to keep of each. All match in linear time, because anyone can write the text. */
const patterns: ReadonlyArray<readonly [RegExp, string]> = [
  [
    /-----BEGIN [A-Z ]*PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY(?: BLOCK)?-----|$)/g,
    MASK,
  ],
  // Values of fields with secret names, in JSON or JavaScript, also in JSON inside a string.
  [
    new RegExp(String.raw`(${named})(?:\\?"(?:[^"\\]|\\[^"])*\\?"|'(?:[^'\\]|\\.)*')`, 'gi'),
    `$1"${MASK}"`,
  ],
  [/\b(Bearer|Basic|Digest|Token|ApiKey)(\s+)[\w.~+/=-]{8,}/gi, `$1$2${MASK}`],
  // The same without quotes: a setting or a query string.
  [
    new RegExp(
      String.raw`(${bare})(?!["'\\{[$*]|(?:true|false|null|undefined|none|Bearer|Basic|Digest)\b)[^\s&;,"'\\)}\]]{4,}`,
      'gi',
    ),
    `$1${MASK}`,
  ],
  [/([?&](?:sig|signature|x-amz-signature|token|id_token_hint)=)[^&\s"'\\]+/gi, `$1${MASK}`],
  [/\b([a-z][a-z0-9+.-]{0,30}:\/\/)[^\s/@"'\\:]*:[^\s/"'\\]+@/gi, `$1${MASK}@`],
  [/(?<![\w-])eyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*)*/g, MASK],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, MASK],
  [/\b(?:gh[pousr]_|github_pat_|xox[abprs]-|glpat-|sk_live_|AIza)[\w-]{16,}/g, MASK],
  [/\bmdb_sa_sk_[\w-]+/g, MASK],
  [/(\bhooks\.slack\.com\/services\/)[\w/]+/g, `$1${MASK}`],
]

/** A text with everything that looks like a credential masked. */
export const withoutCredentials = (text: string): string =>
  patterns.reduce((left, [pattern, mask]) => left.replace(pattern, mask), text)
