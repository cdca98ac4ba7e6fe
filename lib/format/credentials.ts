const MASK = '***'

const secrets = [
  'passwor[dt]',
  'passwd',
  'passphrase',
  'pwd',
  '(?<![a-z])pass(?:code)?',
  'secret',
  '(?:api|access|account|functions|private|secret|shared|signing|encryption|master|subscription)[-_ ]?key',
  '(?:[-_]|access|auth|api|bearer|refresh|security|session|id)[-_]?token',
].join('|')
const names = `authorization|credentials?|cookie|${secrets}`
const named = String.raw`(?:${names})["'\\]*\s*[:=]\s*`
/** `password: …` may also start an ordinary sentence. */
const bare = String.raw`(?:${names})(?:\s*=\s*|:)`
/** After a blank, only a word of letters and digits is taken for a credential, not any word of a sentence. */
const mixed = String.raw`(?=[^\s\d]{0,200}\d)(?=[^\sa-z]{0,200}[a-z])[^\s"'\`<>]{8,}`

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
  [/\b(Bearer)(\s+)[\w.~+/=-]{8,}/gi, `$1$2${MASK}`],
  // `basic diagnostics` and `token rotation` are words.
  [/\b(Basic|Digest|Token|ApiKey)(\s+)(?=[\w.~+/-]{0,200}[\d=])[\w.~+/=-]{8,}/gi, `$1$2${MASK}`],
  // The same without quotes: a setting or a query string.
  [
    new RegExp(
      String.raw`(${bare})(?!["'\\{[$*]|(?:true|false|null|undefined|none|Bearer|Basic|Digest)\b)[^\s&;,"'\\)}\]]{4,}`,
      'gi',
    ),
    `$1${MASK}`,
  ],
  [
    new RegExp(
      String.raw`((?:authorization|cookie|${secrets})["']?(?:\s*:|\s+(?:is|was))\s+["'\`]?)${mixed}`,
      'gi',
    ),
    `$1${MASK}`,
  ],
  [new RegExp(`(<(?:${names})>)[^<]+`, 'gi'), `$1${MASK}`],
  // Command lines: `--password …`, `curl --user name:…`.
  [
    /((?:^|\s)--(?:[a-z]{1,20}-){0,4}(?:pass|password|secret|token|key)(?:\s+|=)["']?)[^\s"']{4,}/gi,
    `$1${MASK}`,
  ],
  [/(\s(?:-u|--user)[ =]?["']?[^\s:"']{1,200}:)[^\s"']+/gi, `$1${MASK}`],
  [/([?&](?:sig|signature|x-amz-signature|token|id_token_hint)=)[^&\s"'\\]+/gi, `$1${MASK}`],
  [/\b([a-z][a-z0-9+.-]{0,30}:\/\/)[^\s/@"'\\:]*:[^\s/"'\\]+@/gi, `$1${MASK}@`],
  [/(?<![\w-])eyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*)*/g, MASK],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, MASK],
  [/\b(?:gh[pousr]_|github_pat_|xox[abprs]-|xapp-|glpat-|sk_(?:live|test)_|AIza)[\w-]{16,}/g, MASK],
  [/(?<![\w-])(?:sk-|ya29\.|hf_|hvs\.|npm_|pypi-|dop_v1_)(?=[\w-]{0,200}\d)[\w-]{16,}/g, MASK],
  [/\bSG\.[\w-]{16,80}\.[\w-]{16,}/g, MASK],
  [/\bmdb_sa_sk_[\w-]+/g, MASK],
  [
    /(\b(?:hooks\.slack\.com\/services|discord(?:app)?\.com\/api\/webhooks|webhook\.office\.com\/webhookb2)\/)[^\s"'\\]+/g,
    `$1${MASK}`,
  ],
]

/** A text with everything that looks like a credential masked. */
export const withoutCredentials = (text: string): string =>
  patterns.reduce((left, [pattern, mask]) => left.replace(pattern, mask), text)
