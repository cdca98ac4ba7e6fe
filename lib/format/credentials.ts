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

/** How often the kind of character changes in a word: 4 times in `aB3x`. */
const changes = (word: string) =>
  word
    .replace(/[a-z]+/g, 'a')
    .replace(/[A-Z]+/g, 'A')
    .replace(/\d+/g, '0').length

/** Whether a word looks generated. Names, paths, IDs and codes (`orderId2`, `SCRAM-SHA-256`, an ObjectId) do not. */
function isRandom(word: string): boolean {
  if (word.length < 10 || /^[./~]|^(?:[\da-f]{24}|[\da-f]{40})$/i.test(word)) return false
  return word.split(/[^a-z\d]+/i).some((part) => {
    const classes = [/[a-z]/, /[A-Z]/, /\d/].filter((one) => one.test(part)).length
    if (classes === 3) return part.length >= 8 && changes(part) > 5
    return classes === 2 && part.length >= 20 && changes(part) > 8
  })
}

const isTicket = (word: string) => /^[A-Z]{2,12}[-_]?\d+[.,;)]*$/.test(word)

type Mask = string | ((match: string, kept: string, value: string) => string)
const ifRandom: Mask = (match, kept, value) => (isRandom(value) ? kept + MASK : match)
const unlessTicket: Mask = (match, kept, value) => (isTicket(value) ? match : kept + MASK)

/** Names that are ordinary words, too: only what looks generated is a credential after them. */
const weak = [
  `${names}s?`,
  'tokens?',
  '(?<![a-z])(?:key|pw|pass|pin|otp|jwt|bearer|auth|creds|login|signature|community|(?:recovery|backup) code)',
  '(?:pass|kenn)wort|mot de passe|contrase(?:ñ|n)a|senha',
].join('|')
const between = String.raw`["']?(?: (?:for|of)(?: [\w-]{1,40}){1,3}?)?\s*(?:[:=({-]|[-=]>|:=|is|was|ist)?:?\s*["'\`]?`

/** Patterns of credentials, and what to keep of each. All match in linear time, because anyone can write the text. */
const patterns: ReadonlyArray<readonly [RegExp, Mask]> = [
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
  [/(\b(?:Basic|Digest|Token|ApiKey)\s+)((?=[\w.~+/-]{0,200}[\d=])[\w.~+/=-]{8,})/gi, unlessTicket],
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
      String.raw`((?:authorization|cookie|${secrets})["']?(?:\s*:|\s+(?:is|was))\s+["'\`]?)(${mixed})`,
      'gi',
    ),
    unlessTicket,
  ],
  [
    new RegExp(
      // Within a word, as in the ID `01m8pw3g4k…`, they are no names.
      String.raw`((?:${weak})(?![a-z\d])${between}(?:[\w.-]{1,60}[:/]\s?)?)([^\s"'\`<>()&,;]{10,200})`,
      'gi',
    ),
    ifRandom,
  ],
  [new RegExp(`(<(?:${names})>)[^<]+`, 'gi'), `$1${MASK}`],
  // Command lines: `--password …`, `curl --user name:…`.
  [
    /((?:^|\s)--?(?:[a-z]{1,20}-){0,4}(?:pass|password|secret|token|[a-z]{0,20}key)(?:\s+|=)["']?)[^\s"']{4,}/gi,
    `$1${MASK}`,
  ],
  [
    /(\b(?:mongo(?:sh|dump|restore|export|import|stat|top)?|mysql(?:dump|admin)?|sshpass|docker login)(?=\s)[^\n]{0,200}?\s-p(?!assword)\s*["']?)([^\s"'-][^\s"']{3,})/gi,
    `$1${MASK}`,
  ],
  [/(\s-[apu]\s*["']?(?:[\w.-]{1,60}:)?)([^\s"']{10,200})/g, ifRandom],
  [/(\.auth\(\s*["'][^"']{0,200}["']\s*,\s*["'])[^"']+/g, `$1${MASK}`],
  [/((?:^|[\s/:"'])[\w.-]{1,60}[:/])([^\s/@"'\\:]{10,200})(?=@)/g, ifRandom],
  [/(\s(?:-u|--user)[ =]?["']?[^\s:"']{1,200}:)[^\s"']+/gi, `$1${MASK}`],
  [/([?&](?:sig|signature|x-amz-signature|token|id_token_hint)=)[^&\s"'\\]+/gi, `$1${MASK}`],
  [/\b([a-z][a-z0-9+.-]{0,30}:\/\/)[^\s/@"'\\:]*:[^\s/"'\\]+@/gi, `$1${MASK}@`],
  [/(?<![\w-])eyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*)*/g, MASK],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, MASK],
  [
    /\b(?:gh[pousr]_|github_pat_|xox[abeprs][-.]|xapp-|gl(?:pat|rt|dt|soat)-|[rs]k_(?:live|test)_|AIza|glsa_|ATATT3x|AGE-SECRET-KEY-|shp(?:at|ca|pa|ss)_|sq0(?:csp|atp)-|lin_api_|PMAK-|whsec_|dapi(?=[\da-f]{32}))[\w.-]{16,}/g,
    MASK,
  ],
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
  patterns.reduce(
    (left, [pattern, mask]) =>
      typeof mask === 'string' ? left.replace(pattern, mask) : left.replace(pattern, mask),
    text,
  )
