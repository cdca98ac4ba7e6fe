import { allFacts, fact } from '@/lib/atlas/facts'
import { derivedId } from '@/lib/ops/derived'
import { ops } from '@/lib/ops/registry'

/** Parts of Atlas's event types, where a resource is not named like one. */
const words: Record<string, RegExp> = {
  access: /NETWORK_PERMISSION|ACCESS_LIST/,
  apiKeys: /API_KEY/,
  orgApiKeys: /API_KEY/,
  serviceAccounts: /SERVICE_ACCOUNT/,
  projectServiceAccounts: /SERVICE_ACCOUNT/,
  clusters: /CLUSTER|EMPLOYEE_ACCESS/,
  flexClusters: /CLUSTER|FLEX/,
  customDbRoles: /ROLE/,
  alertConfigs: /ALERT_CONFIG/,
  alerts: /ALERT/,
  backup: /BACKUP|SNAPSHOT|RESTORE|CPS/,
  flexBackup: /BACKUP|SNAPSHOT|RESTORE/,
  legacyBackup: /BACKUP|SNAPSHOT|RESTORE/,
  exportBuckets: /EXPORT|BUCKET/,
  exportJobs: /EXPORT/,
  search: /SEARCH|FTS/,
  searchNodes: /SEARCH/,
  streams: /STREAM/,
  privateEndpoints: /ENDPOINT|PEER/,
  dataFederation: /DATA_FEDERATION|DATA_LAKE|QUERY_LIMIT/,
  dataEndpoints: /ENDPOINT/,
  pipelines: /PIPELINE|INGESTION/,
  resourcePolicies: /RESOURCE_POLICY/,
  federation: /FEDERATION|IDENTITY_PROVIDER|IDP/,
  orgs: /^ORG_/,
  maintenance: /MAINTENANCE/,
  auditing: /AUDIT_LOG_CONFIG|AUDITING/,
}

/** Whether an event type is about one of these resources. */
export const isAbout = (type: string, resources: readonly string[]): boolean =>
  resources.some((one) => Object.hasOwn(words, one) && words[one]?.test(type))

const resourceOf = (opId: string) => opId.split('.', 1)[0] ?? ''
const collectionOf = (path: string) => path.replace(/\/\{\w+\}$/, '')

/**
 * The operations of these resources: the described ones, and Atlas's others with the same paths, which clients and the API
 * explorer send.
 */
export function opsOf(resources: readonly string[]): string[] {
  const mine = [...ops.values()].filter(({ id }) => resources.includes(resourceOf(id)))
  const paths = new Set(
    mine.flatMap(({ atlas }) => (atlas ? collectionOf(fact(atlas.op).path) : [])),
  )
  const others = allFacts()
    .filter(([, { method, path }]) => method !== 'GET' && paths.has(collectionOf(path)))
    .map(([id]) => derivedId(id))
  return [...mine.filter(({ kind }) => kind === 'command').map(({ id }) => id), ...others]
}
