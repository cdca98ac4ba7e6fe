import {
  type Fact,
  factsOf,
  operationsOf,
  parametersOf,
  type Spec,
  type SpecOperation,
} from '@/lib/atlas/spec'
import { pathNames } from '@/lib/ops/body'
import type { Op } from '@/lib/ops/define'
import type { Difference } from './difference'
import { factDifferences } from './facts'
import { requestDifferences, requestSchemas } from './request'
import { responseDifferences } from './response'
import { secretDifferences } from './secrets'

/** A pinned version that ends within this many days counts as a difference, because upgrading takes time. */
const NEAR_DAYS = 90

export type Comparison = {
  facts: number
  descriptions: number
  differences: Difference[]
  /** Notes on pinned versions that end later. */
  notes: string[]
}

/** Compares the facts table and every described Atlas operation with a specification file. */
export function compare(
  spec: Spec,
  ours: { facts: ReadonlyArray<readonly [string, Fact]>; ops: Iterable<Op>; today: Date },
): Comparison {
  const operations = new Map(
    operationsOf(spec).map((found) => [found.operation.operationId, found]),
  )
  const notes: string[] = []
  const described = [...ours.ops].filter((op) => op.atlas)
  const differences = described.flatMap((op): Difference[] => {
    const pin = op.atlas
    const found = pin && operations.get(pin.op)
    if (!found)
      return [
        { operation: op.id, field: 'operation', ours: pin?.op ?? '', theirs: 'no such operation' },
      ]
    const { end, fields } = lifecycle(found.operation, pin.version, ours.today)
    if (end) notes.push(`${op.id}: version ${pin.version} of ${pin.op} ${end}.`)
    return [...fields, ...shapes(spec, op, found, pin.version)].map((d) => ({
      operation: op.id,
      ...d,
    }))
  })
  return {
    facts: ours.facts.length,
    descriptions: described.length,
    differences: [...factDifferences(ours.facts, factsOf(spec).operations), ...differences],
    notes,
  }
}

type Found = Omit<Difference, 'operation'>

/** Whether the pinned version exists and is supported; `end` is its end if that is far off. */
function lifecycle(
  operation: SpecOperation,
  pinned: string,
  today: Date,
): { end?: string; fields: Found[] } {
  const versions = operation['x-atlas-versions'] ?? []
  const version = versions.find((v) => v.version === pinned)
  const fields: Found[] = []
  if (!version)
    fields.push({
      field: 'version',
      ours: pinned,
      theirs: versions.map((v) => v.version).join(', ') || 'none',
    })
  const removed = operation['x-atlas-removed']
  if (removed) fields.push({ field: 'removed', ours: 'used', theirs: 'removed' })
  if (operation.deprecated) fields.push({ field: 'deprecated', ours: 'used', theirs: 'deprecated' })
  const sunset = [version?.sunset, operation['x-atlas-sunset']]
    .filter((date) => date !== undefined)
    .sort()[0]
  if (!sunset) return { fields }
  const days = Math.ceil((Date.parse(sunset) - today.getTime()) / 86_400_000)
  const end = days > 0 ? `ends on ${sunset}, in ${days} days` : `ended on ${sunset}`
  return days > NEAR_DAYS
    ? { end, fields }
    : { fields: [...fields, { field: 'sunset', ours: pinned, theirs: end }] }
}

function shapes(
  spec: Spec,
  op: Op,
  { method, path, operation }: { method: string; path: string; operation: SpecOperation },
  version: string,
): Found[] {
  const { schemas } = spec.components
  const answers = Object.entries(operation.responses ?? {}).filter(([status]) =>
    status.startsWith('2'),
  )
  const contents = answers.flatMap(([, { content }]) => contentOf(content, version) ?? [])
  // A newer version may have a different success code than an older one.
  const pinned = contents.filter((c) => c.version === version)
  const answer = (pinned.length > 0 ? pinned : contents).find((c) => c.schema)
  const body = contentOf(operation.requestBody?.content, version)
  const elsewhere = [body, answer].flatMap((c) => (c && c.version !== version ? [c.version] : []))
  // Placeholders must be filled even if the path's parameters do not list them.
  const listed = parametersOf(spec, operation)
  const unlisted = pathNames(path).filter(
    (n) => !listed.some((p) => p.in === 'path' && p.name === n),
  )
  const parameters = [...listed, ...unlisted.map((name) => ({ name, in: 'path', required: true }))]
  return [
    ...(elsewhere.length > 0
      ? [{ field: 'version shape', ours: version, theirs: [...new Set(elsewhere)].join(', ') }]
      : []),
    ...requestDifferences(op, {
      method,
      path,
      schemas,
      request: requestSchemas(operation, parameters, body?.schema),
    }),
    ...responseDifferences(op, answer?.schema, schemas),
    ...secretDifferences(op, answer?.schema, schemas),
  ]
}

/** The content of the pinned version, or of another one, which is a separate difference. */
function contentOf(content: Record<string, { schema?: unknown }> | undefined, version: string) {
  const dated = Object.entries(content ?? {}).map(([type, { schema }]) => ({
    version: /\.(\d{4}-\d\d-\d\d|preview)\+/.exec(type)?.[1] ?? type,
    schema,
  }))
  return dated.find((c) => c.version === version) ?? dated[0]
}
