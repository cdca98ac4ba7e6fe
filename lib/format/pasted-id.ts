/** What a person pasted to find something. */
export type Pasted = {
  /** In words: `an Atlas ID`. */
  is: string
  /** In lower case, most specific first. Anything that has one of them matches. */
  ids: readonly string[]
  /** Named in a pasted URL. */
  place: { orgId?: string; groupId?: string; clusterName?: string }
  /** The page of the place that a pasted URL shows, by its name in `lib/pages.ts`. */
  page?: string
  /** A row of the audit log. */
  seq?: string
}

const HEX = /^[\da-f]{24}$/
const hexIn = /(?<![\da-f])[\da-f]{24}(?![\da-f])/gi
const HOST = /^(?=.{4,253}$)[a-z\d-]+(\.[a-z\d-]+)+$/
/** Letters and digits of Gatehouse's own ids (`newId`). */
const OWN = /^[\da-hjkmnp-tv-z]{26}$/
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/

/** Parts of the URLs of Atlas's UI, and the page that shows the same. The first match counts. */
const pagesOfAtlas: ReadonlyArray<[RegExp, page: string]> = [
  [/security\/network\/(accessList|whitelist)/i, 'accessList'],
  [/security\/network\/(privateEndpoint|endpoint)/i, 'privateEndpoints'],
  [/security\/database\/(customRoles|roles)/i, 'customDbRoles'],
  [/security\/advanced|audit/i, 'auditing'],
  [/atlasSearch|searchIndexes|\/search(\/|$)/i, 'search'],
  [/backup|snapshot|restore/i, 'backup'],
  [/stream/i, 'streams'],
  [/dataFederation|dataLake/i, 'dataFederation'],
  [/alerts\/(config|settings)/i, 'alertConfigs'],
  [/alert/i, 'alerts'],
  [/activity|events/i, 'activity'],
  [/apiKeys/i, 'apiKeys'],
  [/serviceAccounts|applications/i, 'serviceAccounts'],
  [/federation/i, 'federation'],
  [/resourcePolic/i, 'resourcePolicies'],
  [/settings/i, 'orgSettings'],
  [/clusters\/?$/i, 'clusters'],
]

/** The host of a connection string, and the hosts it lists. The password is dropped. */
function hostsOf(text: string): string[] {
  const [, rest = ''] = /^mongodb(?:\+srv)?:\/\/(.*)$/i.exec(text) ?? []
  const afterUser = rest.slice(rest.lastIndexOf('@') + 1)
  return (afterUser.split(/[/?]/, 1)[0] ?? '').split(',').filter(Boolean)
}

const decoded = (text: string) => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** The place and the ids in the URL of a page of Atlas, of its API or of a page of Gatehouse. */
function fromUrl(url: URL): Pasted {
  const path = `${url.pathname}/${url.hash.replace(/^#\/?/, '')}`
  const hexes = [...path.matchAll(hexIn)].map(([id]) => id.toLowerCase())
  const after = (name: RegExp) => name.exec(path)?.[1]?.toLowerCase()
  const orgId = after(/\/(?:orgs?|organizations)\/([\da-f]{24})/i)
  const groupId = after(/\/(?:v2|groups|projects)\/([\da-f]{24})/i)
  const clusterName = decoded(
    /\/(?:clusters\/(?:detail|edit|view)|atlasSearch|clusters(?!\/(?:detail|edit|view|atlasSearch|pathSelector)))\/([a-z\d][a-z\d-]*)/i.exec(
      path,
    )?.[1] ?? '',
  )
  const account = /mdb_sa_id_[\da-f]{24}/i.exec(path)?.[0].toLowerCase()
  const page = pagesOfAtlas.find(([pattern]) => pattern.test(path))?.[1]
  const rest = hexes.filter((id) => id !== orgId && id !== groupId).toReversed()
  const ids = [account, ...rest, ...(rest.length === 0 && !account ? [groupId ?? orgId] : [])]
  const hosts = groupId || orgId || ids.some(Boolean) ? [] : [url.hostname.toLowerCase()]
  return {
    is: 'a URL',
    ids: [...new Set([...ids, ...hosts].filter((id) => id !== undefined))],
    place: {
      ...(orgId ? { orgId } : {}),
      ...(groupId ? { groupId } : {}),
      ...(groupId && clusterName && !HEX.test(clusterName) ? { clusterName } : {}),
    },
    ...(page ? { page } : {}),
  }
}

const QUOTES = '"\'`“”„‘’«»<>()[\\]{},;'

/** Without what copying adds: invisible characters, quotes, brackets, `ObjectId("…")` or a closing comma. */
const bare = (text: string) => {
  const visible = text.replaceAll(/[\p{Cf}\p{Cc}]/gu, '').trim()
  const inside = /^(?:ObjectId\((.*)\)|\{\s*"?\$oid"?\s*:(.*)\})[,;]?$/i.exec(visible)
  const [, one, other] = inside ?? []
  return (one ?? other ?? visible).replaceAll(
    new RegExp(`^[\\s${QUOTES}]+|[\\s${QUOTES}.]+$`, 'g'),
    '',
  )
}

/** An id after what it is: `groupId: "…"`, `project id = …`, `projects/…`. */
const LABELLED = /^["'“]?[a-z][\w .-]{0,40}["'”]?\s*[:=]\s*(.+)$/i

/** A URL without its scheme, or a path with an Atlas ID in it. */
function urlOf(text: string): URL | undefined {
  const [first = ''] = text.replace(/^\/+/, '').split('/', 1)
  const isPath = /^\/?[\w.~:%-]+\//.test(text) || /^[\w.-]+\.\w+\/?[?#]/.test(text)
  const whole = /^https?:\/\/?/i.test(text)
    ? text.replace(/^(https?:)\/+/i, '$1//')
    : isPath && (hasHex(text) || HOST.test(first.toLowerCase()))
      ? `https://${HOST.test(first.toLowerCase()) && !text.startsWith('/') ? '' : 'path.invalid/'}${text.replace(/^\/+/, '')}`
      : ''
  return URL.canParse(whole) ? new URL(whole) : undefined
}
const hasHex = (text: string) => new RegExp(hexIn.source, 'i').test(text)

/** Recognizes an id, a host name or a URL. Undefined: it is none, such as a name or words. Not lossy: case apart. */
export function pasted(text: string): Pasted | undefined {
  const given = bare(text)
  const id = given.toLowerCase()
  const one = (is: string, ...ids: string[]): Pasted => ({ is, ids, place: {} })
  if (/^mongodb(\+srv)?:\/\//i.test(given)) {
    const hosts = hostsOf(given).map((host) => host.toLowerCase())
    return hosts.length > 0 ? one('a connection string', ...hosts) : undefined
  }
  if (/^\/subscriptions\//.test(id)) return one('an endpoint ID', id)
  const url = urlOf(given)
  if (url) return fromUrl(url)
  if (HEX.test(id)) return one('an Atlas ID', id)
  if (/^mdb_sa_(id|sk)_/.test(id))
    return /^mdb_sa_id_[\da-f]{24}$/.test(id) ? one('a client ID', id) : undefined
  if (OWN.test(id) && /\d/.test(id)) return one('a Gatehouse ID', id)
  if (UUID.test(id) || /^[\da-f]{32}$/.test(id) || /^[\da-f]{40}$/.test(id))
    return one('a request ID', id)
  const seq = /^(?:#|row |audit )?#?([1-9]\d{0,14})$/.exec(id)?.[1]
  if (seq) return { ...one('a number', id), seq }
  const host = id.replace(/:\d{1,5}$/, '')
  if (HOST.test(host) && /[a-z]/.test(host.split('.').at(-1) ?? '') && host.split('.').length > 2)
    return one('a host name', id, ...(host === id ? [] : [host]))
  if (/^vpce-[\da-f]+$/.test(id)) return one('an endpoint ID', id)
  const labelled = LABELLED.exec(given)?.[1]
  const inner = labelled === undefined ? undefined : pasted(labelled)
  return inner && inner.is !== 'a number' ? inner : undefined
}

/** A text without the quotes around it: names are copied from code, chats and tables. */
export const unquoted = (text: string): string =>
  /^\s*(["'`“‘„«])(?<inside>.+)["'`”’“»]\s*$/s.exec(text)?.groups?.inside ?? text

/** What to send to look it up: without the password of a connection string. */
export const withoutPassword = (text: string): string =>
  text.replace(/(mongodb(?:\+srv)?:\/\/)[^\s]*@/gi, '$1')
