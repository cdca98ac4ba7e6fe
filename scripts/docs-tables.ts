/** The documentation tables that are generated from operation descriptions and Atlas's facts. */
import { fact } from '@/lib/atlas/facts'
import { checks } from '@/lib/fleet/checks'
import { lateHours, thresholds } from '@/lib/fleet/thresholds'
import { lowerFirst } from '@/lib/format/words'
import { canNeedApproval, type Op } from '@/lib/ops/define'
import { ops } from '@/lib/ops/registry'
import { queues } from '@/lib/server/health/queue-names'
import { type Metric, metrics } from '@/lib/server/metrics/catalog'

/** Documents with generated tables. */
export const documents = [
  'README.md',
  'docs/policy.md',
  'docs/fleet.md',
  'docs/observability.md',
] as const

/** By default the title of the list: `List custom database roles`. */
const areas: Record<string, string> = {
  access: 'IP access lists',
  alerts: 'alerts',
  apiKeys: 'API keys',
  orgApiKeys: 'API keys',
  serviceAccounts: 'service accounts',
  projectServiceAccounts: 'service accounts',
  mcpConfigs: 'MCP configurations',
  projectMcpConfigs: 'MCP configurations',
  connections: 'the connection itself',
  auditing: 'auditing',
  maintenance: 'maintenance windows',
  backup: 'backups',
  flexBackup: 'backups',
  legacyBackup: 'backups',
  clusters: 'clusters',
  flexClusters: 'clusters',
  dataFederation: 'data federation',
  queryLimits: 'data federation',
  dataEndpoints: 'private endpoints',
  employee: 'employee access',
  exportBuckets: 'backup exports',
  events: 'activity',
  orgEvents: 'activity',
  exportJobs: 'backup exports',
  federation: 'federation',
  orgs: 'organizations',
  namespaces: 'hot namespaces',
  processes: 'MongoDB processes',
  privateEndpoints: 'private endpoints',
  projects: 'projects',
  searchNodes: 'search nodes',
  streams: 'stream processing',
}

function areaOf({ id }: Op): string {
  const resource = id.split('.')[0] ?? ''
  const area = areas[resource] ?? ops.get(`${resource}.list`)?.title.replace(/^List (the )?/, '')
  if (!area) throw new Error(`scripts/docs-tables.ts: name the area of ${id}`)
  return area
}

/** Up to this many operations of an area are listed individually. */
const FEW = 2

const inWords = (some: readonly Op[]): string =>
  [...Map.groupBy(some, areaOf)]
    .flatMap(([area, all]) =>
      all.length > FEW ? [area] : all.map(({ title }) => lowerFirst(title)),
    )
    .join(', ')

// By id, because the registry's order depends on the module loader.
const inOrder = [...ops.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
const atlasOps = inOrder.flatMap((op) =>
  op.atlas && !op.successor ? [{ op, roles: fact(op.atlas.op).roles }] : [],
)

/** The fewest roles that suffice for everything, each with its operations. */
function leastRoles(): Map<string, Op[]> {
  const found = new Map<string, Op[]>()
  // Operations with a single role come first. The others use a role that is needed anyway, else a project role.
  for (const { op, roles } of atlasOps.toSorted((a, b) => a.roles.length - b.roles.length)) {
    const role =
      roles.find((one) => found.has(one)) ??
      roles.find((one) => one.startsWith('Project ')) ??
      roles[0]
    if (role) found.set(role, [...(found.get(role) ?? []), op])
  }
  return found
}

const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
const table = (head: readonly string[], rows: ReadonlyArray<readonly string[]>) =>
  [row(head), `|${head.map(() => '---|').join('')}`, ...rows.map(row)].join('\n')

function atlasRoles(): string {
  const rows = [...leastRoles()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([role, some]) => [
      role,
      inWords(some.filter(({ kind }) => kind === 'query')),
      inWords(some.filter(({ kind }) => kind === 'command')),
    ])
  return table(['Atlas role', 'To read', 'To change'], rows)
}

/** Commands that `policy.friction` can raise to approval. */
export const gateable = (): Op[] =>
  inOrder.filter((op) => op.kind === 'command' && op.atlas && canNeedApproval(op) && !op.internal)

function gateableOperations(): string {
  const rows = [...Map.groupBy(gateable(), areaOf)].map(([area, some]) => [
    area.charAt(0).toUpperCase() + area.slice(1),
    some.map(({ id }) => `\`${id}\``).join(', '),
  ])
  return table(['Area', 'Operations'], rows)
}

const every = (minutes: number) =>
  minutes % 1_440 === 0
    ? `${minutes / 1_440} d`
    : minutes % 60 === 0
      ? `${minutes / 60} h`
      : `${minutes} min`

function fleetChecks(): string {
  const rows = checks.map(({ label, group, per, about, fix, readings }) => [
    label,
    group,
    per,
    about,
    fix ? lowerFirst(fix.command.title) : '',
    readings
      .map(
        ({ source }) =>
          `${source.op ? lowerFirst(source.op.title) : 'own records'}: ${every(source.everyMinutes)}`,
      )
      .join('<br>'),
  ])
  return table(
    ['Check', 'Group', 'Of each', 'Finds', 'Resolved by', 'Reads, at the latest every'],
    rows,
  )
}

function fleetThresholds(): string {
  const rows = [
    ...Object.entries(thresholds).map(([name, { value, unit, about }]) => [
      `\`${name}\``,
      `${value.toLocaleString('en')} ${unit}`,
      about,
    ]),
    ...Object.entries(lateHours).map(([often, hours]) => [
      `\`lateHours.${often}\``,
      `${hours.toLocaleString('en')} hours`,
      `the newest snapshot is late, if the most frequent ones are ${often}`,
    ]),
  ]
  return table(['Threshold', 'Value', 'From when'], rows)
}

function metricsTable(): string {
  const rows = Object.entries<Metric>(metrics).map(([name, { type, help, labels, stored }]) => [
    `\`${name}\``,
    stored ? `${type}, database` : type,
    (labels ?? []).map((one) => `\`${one}\``).join(', '),
    help,
  ])
  return table(['Metric', 'Type', 'Labels', 'Meaning'], rows)
}

const tables: Record<string, () => string> = {
  'atlas-roles': atlasRoles,
  'gateable-operations': gateableOperations,
  'fleet-checks': fleetChecks,
  'fleet-thresholds': fleetThresholds,
  metrics: metricsTable,
  queues: () =>
    table(
      ['Queue', 'Holds'],
      Object.entries(queues).map(([name, label]) => [`\`${name}\``, label]),
    ),
}

const marked = /(<!-- table: ([\w-]+) -->\n)[\s\S]*?(\n<!-- end -->)/g

/** A document with up-to-date tables. @throws Error for an unknown table name */
export function withTables(text: string): string {
  return text.replace(marked, (_, begin: string, name: string, end: string) => {
    const make = tables[name]
    if (!make) throw new Error(`There is no table ${name}.`)
    return `${begin}\n${make()}\n${end}`
  })
}
