import { z } from 'zod'
import { operationsOf, type Spec } from '@/lib/atlas/spec'
import { isObject } from '@/lib/format/values'
import type { Collection } from '@/sandbox/atlas/declaration'
import { collections, settings } from '@/sandbox/atlas/find-handlers'
import { type SandboxAtlas, startSandboxAtlas } from '@/sandbox/atlas/server'
import { otherVisits, settingVisits, type Visit, visitsOf } from '@/sandbox/atlas/walk'
import { projectIdOf } from '@/sandbox/atlas/world/projects'
import { type Difference, shown } from './difference'
import { asSchema, formsOf, type Schemas } from './schema'

/** Fields whose schema in the file does not match any real answer. */
const unusable = [
  // Its pattern has placeholders instead of names.
  /^(list|get|create)GroupClusterBackupExports? .*\.prefix$/,
  // Its minimum is a date; the field is an ordinal.
  /GroupClusterSnapshots? .*\.increment$/,
  // The schema of the value excludes the units that the schema of the metric names.
  /Alerts? .*\.currentValue\.units$/,
  // Atlas sends it, but the file does not have it.
  /Events .*\.clusterName$/,
  // The file has a schema for S3 connections, but omits S3 from the types.
  /^(list|get)GroupStreamConnections? .*\.type$/,
  // Atlas sends units that the file does not list.
  /Measurements .*\.units$/,
]

/** Checks every answer of the sandbox's collections against the response schemas of a specification file. */
export async function sandboxDifferences(spec: Spec) {
  const schemas = responseSchemas(spec)
  const atlas = await startSandboxAtlas({ port: 0 })
  const differences = new Map<string, Difference>()
  let answers = 0
  try {
    // Nested items first, because the walk deletes.
    const nested = [...collections.values()].sort(
      (a, b) => Number(Boolean(b.declaration.parent)) - Number(Boolean(a.declaration.parent)),
    )
    await control(atlas, 'switch', { stillAnswers: [projectIdOf('legacy-eu')] })
    const visits = [
      ...otherVisits(),
      ...(await Promise.all(nested.map(async (c) => visitsOf(c, await rowsOf(atlas, c))))).flat(),
      ...[...settings.values()].flatMap((s) => settingVisits(s, projectIdOf('analytics'))),
    ].filter((v) => !v.errorCode)
    const send = await sender(atlas)
    for (const visit of visits) {
      const schema = schemas.of(visit)
      const answer = await send(visit)
      if (!schema || !answer.ok || answer.status === 204) continue
      const value: unknown = JSON.parse((await answer.text()) || 'null')
      answers += 1
      for (const found of [...schema.wrong(value), ...schema.unknown(value)])
        differences.set(`${visit.operationId} ${found.field}`, {
          operation: visit.operationId,
          ...found,
        })
    }
  } finally {
    await atlas.close()
  }
  return {
    answers,
    differences: [...differences].flatMap(([at, d]) =>
      unusable.some((u) => u.test(at)) ? [] : [d],
    ),
  }
}

const shownRows = z.object({
  rows: z.array(
    z.object({
      place: z.record(z.string(), z.string()),
      item: z.record(z.string(), z.unknown()),
    }),
  ),
})

async function control({ origin }: SandboxAtlas, command: string, body: unknown): Promise<unknown> {
  const answer = await fetch(`${origin}/_sandbox/${command}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return answer.json()
}

const rowsOf = async (atlas: SandboxAtlas, { declaration }: Collection) =>
  shownRows.parse(await control(atlas, 'collection', { collection: declaration.name })).rows

/** Sends requests with an access token of the sandbox. */
async function sender({ origin, credentials: { clientId, clientSecret } }: SandboxAtlas) {
  const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64')
  const token = await fetch(`${origin}/api/oauth/token`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${basic}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: 'grant_type=client_credentials',
  })
  const { access_token } = z.object({ access_token: z.string() }).parse(await token.json())
  return ({ method, path, version, body }: Visit) =>
    fetch(origin + path, {
      method,
      headers: {
        authorization: `Bearer ${access_token}`,
        accept: `application/vnd.atlas.${version}+json`,
        'content-type': 'application/json',
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
}

type Found = Omit<Difference, 'operation'>
type Check = { wrong(value: unknown): Found[]; unknown(value: unknown): Found[] }

/** The response schemas of a specification file. They accept `null` in optional fields, because Atlas sends it. */
function responseSchemas(spec: Spec): { of(visit: Visit): Check | undefined } {
  const raw = spec.components.schemas
  const definitions = definitionsOf(raw)
  const operations = new Map(operationsOf(spec).map((o) => [o.operation.operationId, o.operation]))
  const checks = new Map<string, Check>()
  return {
    of({ operationId, version }) {
      const known = checks.get(operationId)
      if (known) return known
      const responses = operations.get(operationId)?.responses ?? {}
      const contents = Object.entries(responses)
        .filter(([status]) => status.startsWith('2'))
        .flatMap(([, r]) => Object.entries(r.content ?? {}))
      const schema = contents.find(([type]) => type.includes(version))?.[1].schema
      if (schema === undefined) return undefined
      const whole = { allOf: [readable(schema)], definitions }
      // zod throws for invalid JSON Schema.
      const zod = z.fromJSONSchema(whole as Parameters<typeof z.fromJSONSchema>[0], {
        defaultTarget: 'draft-7',
      })
      const check: Check = {
        wrong: (value) =>
          (zod.safeParse(value).error?.issues ?? []).flatMap((issue) => issuesOf(issue, value)),
        unknown: (value) => unknownFields(value, [schema], raw, 'answer'),
      }
      checks.set(operationId, check)
      return check
    },
  }
}

type Issue = z.core.$ZodIssue

/** An alternative with another discriminator, or of another type as a whole, is the least likely match. */
const costOf = (issues: readonly Issue[]) =>
  issues.length +
  (issues.some(
    ({ code, path }) => code === 'invalid_value' || (code === 'invalid_type' && path.length === 0),
  )
    ? 1000
    : 0)

/** A wrong value; for a union, the alternative with the fewest differences. */
function issuesOf(issue: Issue, value: unknown, at: PropertyKey[] = []): Found[] {
  const path = [...at, ...issue.path]
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const least = [...issue.errors].sort((a, b) => costOf(a) - costOf(b))[0] ?? []
    return least.flatMap((inner) => issuesOf(inner, value, path))
  }
  const field = path.map((p) => (typeof p === 'number' ? '[]' : `.${String(p)}`)).join('')
  const ours = path.reduce<unknown>((v, p) => Object(v)[p], value)
  return [{ field: `answer${field}`, ours: shown(ours), theirs: issue.message }]
}

/** Fields that no alternative of the schema has. */
function unknownFields(
  value: unknown,
  theirs: readonly unknown[],
  schemas: Schemas,
  place: string,
): Found[] {
  const forms = theirs.flatMap((schema) => formsOf(schema, schemas))
  if (Array.isArray(value)) {
    const items = forms.flatMap((form) => form.items ?? [])
    return value.flatMap((item) => unknownFields(item, items, schemas, `${place}[]`))
  }
  if (typeof value !== 'object' || value === null) return []
  const isOpen = forms.some((form) => form.additionalProperties || !form.properties)
  return Object.entries(value).flatMap(([name, inner]): Found[] => {
    const found = forms.flatMap((form) => form.properties?.[name] ?? [])
    if (found.length > 0) return unknownFields(inner, found, schemas, `${place}.${name}`)
    return isOpen ? [] : [{ field: `${place}.${name}`, ours: shown(inner), theirs: 'unknown' }]
  })
}

const own = (ref: unknown) => `${String(ref)}_own`

/** A schema of the file for zod: alternatives as `anyOf`, optional fields with null. */
function readable(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(readable)
  if (!isObject(schema)) return schema
  const { discriminator, oneOf, allOf, properties, nullable, example: _, ...rest } = schema
  if (typeof rest.$ref === 'string')
    return { $ref: rest.$ref.replace('#/components/schemas/', '#/definitions/') }
  const mapped = Object.values(asSchema(schema).discriminator?.mapping ?? {}).map(($ref) => ({
    $ref,
  }))
  const alternatives = Array.isArray(oneOf) ? oneOf : mapped
  // The file declares some lists of strings as objects, and zod has no exact int64.
  if (alternatives.length > 0 && !properties) rest.type = undefined
  if (rest.format === 'int64') rest.type = 'number'
  const required = asSchema(schema).required ?? []
  const made = {
    ...Object.fromEntries(
      Object.entries(rest)
        .filter(([, v]) => v !== undefined)
        .map(([k, v]) => [k, k === 'items' || k === 'anyOf' ? readable(v) : v]),
    ),
    ...(isObject(properties)
      ? {
          type: 'object',
          properties: Object.fromEntries(
            Object.entries(properties).map(([name, field]) => [
              name,
              required.includes(name)
                ? readable(field)
                : { anyOf: [readable(field), { type: 'null' }] },
            ]),
          ),
        }
      : {}),
    // A variant refers to its parent, which refers to its variants. Only the parent's fields are used.
    ...(Array.isArray(allOf)
      ? {
          allOf: allOf.map((part) => {
            const inner = readable(part)
            return isObject(inner) && inner.$ref ? { $ref: own(inner.$ref) } : inner
          }),
        }
      : {}),
    ...(alternatives.length > 0 ? { anyOf: alternatives.map(readable) } : {}),
  }
  return nullable ? { anyOf: [made, { type: 'null' }] } : made
}

function definitionsOf(schemas: Schemas): Schemas {
  return Object.fromEntries(
    Object.entries(schemas).flatMap(([name, schema]) => {
      const parent = isObject(schema) ? schema : {}
      const { discriminator: _, oneOf: __, ...alone } = parent
      return [
        [name, readable(schema)],
        [own(name), readable(alone)],
      ]
    }),
  )
}
