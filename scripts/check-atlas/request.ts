import type { SpecOperation } from '@/lib/atlas/spec'
import { fieldAt, type Leaf, leavesOf, type Path } from '@/lib/format/values'
import { bodyOf, pathNames } from '@/lib/ops/body'
import type { Op } from '@/lib/ops/define'
import { type Difference, shown } from './difference'
import { type Problem, problemsOf } from './problems'
import { accepted, listedAt, placeOf, type Sample, samplesOf, withValue } from './samples'
import { formsOf, type JsonSchema, type Schemas, valuesOf } from './schema'

const PARTS = ['path', 'query', 'body'] as const
type Part = (typeof PARTS)[number]
type Request = { [part in Part]: unknown }

/** A request in the specification: one schema per part, and whether it has a body. */
export type RequestSchemas = Request & { takesBody: boolean; needsBody: boolean }

type Found = Omit<Difference, 'operation'>

/** Checks what a description sends, for many sample inputs, against the operation in the specification. */
export function requestDifferences(
  op: Op,
  theirs: { method: string; path: string; schemas: Schemas; request: RequestSchemas },
): Found[] {
  const samples = samplesOf(op)
  if (samples.length === 0)
    return [{ field: 'input', ours: 'no sample input could be made', theirs: '–' }]
  const sent = samples.map((sample) => ({ sample, request: requestOf(op, sample, theirs) }))
  const found = new Map<string, Found>()
  const add = (field: Found) => found.set(field.field, found.get(field.field) ?? field)
  const links = linksOf(sent)

  for (const { request } of sent) {
    for (const [part, problem] of inParts(request, theirs)) {
      const place = placeOf(part, problem.at)
      const link = links.get(place)
      // Free text instead of an enum is one difference, not one per tried text.
      if (problem.about.startsWith('value ') && link && !listedAt(op, link.path)) continue
      add({
        field: `${place} ${problem.about}`,
        ours: shown(problem.ours),
        theirs: shown(problem.theirs),
      })
    }
  }
  for (const [place, link] of links) {
    const forms = formsAt(theirs.request[link.part], link.at, theirs.schemas)
    for (const field of [...valueDifferences(op, link, forms), ...looserLimits(op, link, forms)])
      add({ ...field, field: `${place} ${field.field}` })
  }
  if (op.kind === 'query') unusedFields(sent, links).forEach(add)
  return [...found.values()]
}

function requestOf(op: Op, { input }: Sample, route: { method: string; path: string }): Request {
  const given: Record<string, unknown> = { ...input, ...op.path?.(input) }
  const names = pathNames(route.path).filter((name) => given[name] !== undefined)
  const pages = op.kind === 'query' && op.allPages ? { pageNum: 1, itemsPerPage: 100 } : {}
  const body = bodyOf(op, input, new Date(), route)
  return {
    path: Object.fromEntries(names.map((name) => [name, given[name]])),
    query: JSON.parse(JSON.stringify({ ...pages, ...op.query?.(input) })),
    body: body === undefined ? undefined : JSON.parse(JSON.stringify(body)),
  }
}

function inParts(
  request: Request,
  { request: theirs, schemas }: { request: RequestSchemas; schemas: Schemas },
): Array<[Part, Problem]> {
  return PARTS.flatMap((part) => {
    const of = (problem: Omit<Problem, 'at'>): Array<[Part, Problem]> => [
      [part, { at: [], ...problem }],
    ]
    if (part === 'body') {
      if (request.body === undefined)
        return theirs.needsBody
          ? of({ about: 'required', ours: 'none sent', theirs: 'required' })
          : []
      if (!theirs.takesBody) return of({ about: 'field', ours: 'sent', theirs: 'takes no body' })
    }
    const found = problemsOf(request[part], theirs[part], schemas)
    // Some path parameters use the schema of an id that only Atlas sets.
    return found
      .filter(({ theirs: said }) => part !== 'path' || said !== 'read-only')
      .map((p): [Part, Problem] => [part, p])
  })
}

/** A part of the request that has the value of an input field unchanged. */
type Link = { part: Part; at: Path; path: Path; value: unknown; sample: Sample }

function linksOf(sent: ReadonlyArray<{ sample: Sample; request: Request }>): Map<string, Link> {
  const links = new Map<string, Link>()
  for (const { sample, request } of sent) {
    const inputs = leavesOf(sample.input)
    for (const part of PARTS)
      for (const { path: at, value } of leavesOf(request[part])) {
        const place = placeOf(part, at)
        const source = links.has(place) ? undefined : sourceOf(at, value, inputs)
        if (source) links.set(place, { part, at, path: source.path, value, sample })
      }
  }
  return links
}

/** The input field with the same name and value, or only the same value for a distinctive text. */
function sourceOf(at: Path, value: unknown, inputs: readonly Leaf[]): Leaf | undefined {
  const same = inputs.filter((leaf) => leaf.value === value)
  return (
    same.find((leaf) => fieldAt(leaf.path) === fieldAt(at)) ??
    (typeof value === 'string' && value.length > 2 && same.length === 1 ? same[0] : undefined)
  )
}

function formsAt(schema: unknown, path: Path, schemas: Schemas): JsonSchema[] {
  return path.reduce<JsonSchema[]>(
    (forms, step) =>
      forms.flatMap((form) => {
        const next = typeof step === 'number' ? form.items : form.properties?.[step]
        return next === undefined ? [] : formsOf(next, schemas)
      }),
    formsOf(schema, schemas),
  )
}

function valueDifferences(op: Op, link: Link, forms: readonly JsonSchema[]): Found[] {
  const theirs = valuesOf(forms)
  const ours = listedAt(op, link.path)
  if (!theirs) return []
  if (!ours) return [{ field: 'values', ours: 'any', theirs: `one of ${theirs.length}` }]
  return theirs
    .filter((value) => !ours.includes(value))
    .map((value) => ({ field: `value ${value}`, ours: 'not offered', theirs: shown(value) }))
}

/** Tries values just outside the file's limits with the input schema. */
function looserLimits(op: Op, link: Link, forms: readonly JsonSchema[]): Found[] {
  const limit = (name: 'minLength' | 'maxLength' | 'minimum' | 'maximum') => {
    const all = forms.flatMap((form) => form[name] ?? [])
    return all.length === forms.length && all.length > 0 ? all : undefined
  }
  const takes = (value: unknown) =>
    accepted(op, withValue(link.sample.raw, link.path, value)).some(({ input }) =>
      leavesOf(input).some(
        (leaf) => placeOf('', leaf.path) === placeOf('', link.path) && leaf.value === value,
      ),
    )
  const check = (name: string, theirs: number, tries: unknown[]): Found[] =>
    tries.some(takes) ? [{ field: name, ours: 'looser', theirs: String(theirs) }] : []

  if (typeof link.value === 'number') {
    const [low, high] = [limit('minimum'), limit('maximum')]
    return [
      ...(low ? check('minimum', Math.min(...low), [Math.min(...low) - 1]) : []),
      ...(high ? check('maximum', Math.max(...high), [Math.max(...high) + 1]) : []),
    ]
  }
  if (typeof link.value !== 'string') return []
  const [short, long] = [limit('minLength'), limit('maxLength')]
  const least = short ? Math.min(...short) : 0
  const most = long ? Math.max(...long) : 0
  return [
    ...(least > 0
      ? check('minLength', least, [link.value.slice(0, least - 1), 'a'.repeat(least - 1)])
      : []),
    ...(long
      ? check('maxLength', most, [
          link.value.padEnd(most + 1, 'a').slice(0, most + 1),
          'a'.repeat(most + 1),
        ])
      : []),
  ]
}

/** A read has no body: an input field that is in neither path nor query does nothing. */
function unusedFields(
  sent: ReadonlyArray<{ sample: Sample; request: Request }>,
  links: ReadonlyMap<string, Link>,
): Found[] {
  const used = new Set([
    ...sent.flatMap(({ request }) =>
      [request.path, request.query].flatMap((part) =>
        leavesOf(part).map((leaf) => fieldAt(leaf.path)),
      ),
    ),
    // Of a POST that only reads.
    ...sent.flatMap(({ request }) => Object.keys(request.body ?? {})),
    // Maybe under another name, which this Atlas path uses.
    ...[...links.values()].map((link) => fieldAt(link.path)),
  ])
  const names = new Set(sent.flatMap(({ sample }) => Object.keys(sample.input)))
  return [...names]
    .filter((name) => !used.has(name))
    .map((name) => ({ field: `input.${name} field`, ours: 'taken', theirs: 'never sent' }))
}

/** The schemas of a request's parts in the file, in the pinned version or the closest one. */
export function requestSchemas(
  operation: SpecOperation,
  parameters: ReadonlyArray<{ name: string; in: string; required?: boolean; schema?: unknown }>,
  body: unknown,
): RequestSchemas {
  const part = (where: string) => {
    const of = parameters.filter((p) => p.in === where)
    return {
      type: 'object',
      properties: Object.fromEntries(of.map((p) => [p.name, p.schema ?? {}])),
      required: of.filter((p) => p.required).map((p) => p.name),
    }
  }
  return {
    path: part('path'),
    query: part('query'),
    body,
    takesBody: operation.requestBody !== undefined,
    needsBody: operation.requestBody?.required ?? false,
  }
}
