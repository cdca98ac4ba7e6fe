/** Reads the facts that Gatehouse uses from an OpenAPI file of the Atlas Admin API. */
import { z } from 'zod'
import type { Fact, ParameterType } from '@/lib/ops/fact'

export type { Fact, ParameterType } from '@/lib/ops/fact'

const parameter = z.looseObject({
  name: z.string(),
  in: z.string(),
  required: z.boolean().optional(),
  schema: z.unknown().optional(),
})

const content = z.record(z.string(), z.looseObject({ schema: z.unknown().optional() })).optional()

const specOperation = z.looseObject({
  operationId: z.string(),
  tags: z.array(z.string()).optional(),
  deprecated: z.boolean().optional(),
  parameters: z.array(z.union([parameter, z.looseObject({ $ref: z.string() })])).optional(),
  requestBody: z.looseObject({ required: z.boolean().optional(), content }).optional(),
  responses: z.record(z.string(), z.looseObject({ content })).optional(),
  'x-atlas-versions': z
    .array(
      z.looseObject({
        version: z.string(),
        stability: z.string(),
        sunset: z.string().optional(),
        preview: z.unknown().optional(),
      }),
    )
    .optional(),
  'x-atlas-roles': z.array(z.string()).optional(),
  'x-atlas-sunset': z.string().optional(),
  'x-atlas-removed-on': z.string().optional(),
  'x-atlas-cli': z.string().optional(),
})
export type SpecOperation = z.output<typeof specOperation>

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const

const pathItem = z.looseObject({
  get: specOperation.optional(),
  post: specOperation.optional(),
  put: specOperation.optional(),
  patch: specOperation.optional(),
  delete: specOperation.optional(),
})

const specification = z.looseObject({
  openapi: z.string(),
  info: z.record(z.string(), z.unknown()),
  paths: z.record(z.string(), pathItem),
  components: z
    .looseObject({
      schemas: z.record(z.string(), z.unknown()).default({}),
      parameters: z.record(z.string(), parameter).default({}),
    })
    .default({ schemas: {}, parameters: {} }),
})
export type Spec = z.output<typeof specification>

/** Parses a specification from JSON text. @throws Error that says what is wrong */
export function parseSpec(text: string): Spec {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new Error(`it is not JSON (${cause instanceof Error ? cause.message : cause})`, { cause })
  }
  const parsed = specification.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new Error(`not an OpenAPI file: ${issue?.path.join('.')}: ${issue?.message}`)
}

/** The parameters of an operation, with references resolved. */
export const parametersOf = (spec: Spec, operation: SpecOperation) =>
  (operation.parameters ?? []).flatMap((given) => {
    const own = parameter.safeParse(given)
    if (own.success) return [own.data]
    const found =
      spec.components.parameters[String(given.$ref).replace('#/components/parameters/', '')]
    return found ? [found] : []
  })

/** Every operation of the file as [method, path, operation]. */
export const operationsOf = (spec: Spec) =>
  Object.entries(spec.paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item[method]
      return operation ? [{ method: method.toUpperCase() as Fact['method'], path, operation }] : []
    }),
  )

const parameterSchema = z.looseObject({
  type: z.string().optional(),
  enum: z.array(z.string()).optional(),
  pattern: z.string().optional(),
})

/** Undefined for any text. */
function typeOf(schema: unknown): ParameterType | undefined {
  const { type, enum: values, pattern } = parameterSchema.parse(schema ?? {})
  if (values) return values
  if (type === 'integer' || type === 'boolean') return type
  if (type === 'array') return 'texts'
  return pattern === '^([a-f0-9]{24})$' ? 'hex' : undefined
}

/** Both are said once for all operations: Gatehouse never sends them. */
const WRAPPING = ['envelope', 'pretty']

function inputOf(
  spec: Spec,
  o: SpecOperation,
): Pick<Fact, 'types' | 'required' | 'body' | 'answer'> {
  const given = parametersOf(spec, o).filter(
    (p) => (p.in === 'path' || p.in === 'query') && !WRAPPING.includes(p.name),
  )
  const types = given.flatMap((p) => {
    const type = typeOf(p.schema)
    return type ? [[p.name, type] as const] : []
  })
  const required = given.filter((p) => p.in === 'query' && p.required).map((p) => p.name)
  const media = Object.entries(o.responses ?? {}).flatMap(([status, { content: found }]) =>
    status.startsWith('2') ? Object.keys(found ?? {}) : [],
  )
  const other = media.every((one) => !one.endsWith('json')) && media[0]?.split('+').at(-1)
  return {
    ...(types.length > 0 ? { types: Object.fromEntries(types) } : {}),
    ...(required.length > 0 ? { required } : {}),
    ...(o.requestBody ? { body: true } : {}),
    ...(other ? { answer: other } : {}),
  }
}

/** The facts table of a specification, sorted by operation id. */
export function factsOf(spec: Spec): {
  info: { sha?: unknown; date?: unknown }
  operations: Array<[string, Fact]>
} {
  const operations = operationsOf(spec).map(({ method, path, operation: o }): [string, Fact] => [
    o.operationId,
    {
      method,
      path,
      tag: o.tags?.[0] ?? '',
      versions: o['x-atlas-versions'] ?? [],
      roles: o['x-atlas-roles'] ?? [],
      ...(o['x-atlas-sunset'] ? { sunset: o['x-atlas-sunset'] } : {}),
      ...(o['x-atlas-removed-on'] ? { removed: o['x-atlas-removed-on'] } : {}),
      ...(o.deprecated ? { deprecated: true } : {}),
      ...(o['x-atlas-cli'] ? { cli: o['x-atlas-cli'] } : {}),
      query: parametersOf(spec, o)
        .filter((p) => p.in === 'query')
        .map((p) => p.name),
      ...inputOf(spec, o),
    },
  ])
  return {
    info: { sha: spec.info['x-spec-sha'], date: spec.info['x-spec-date'] },
    operations: operations.sort(([a], [b]) => (a < b ? -1 : 1)),
  }
}

const cloudSchemas = {
  AWS: 'AWSCloudProviderContainer',
  AZURE: 'AzureCloudProviderContainer',
  GCP: 'GCPCloudProviderContainer',
}
const names = z.looseObject({ enum: z.array(z.string()) })
const container = z.looseObject({
  allOf: z.array(
    z.looseObject({
      properties: z
        .looseObject({
          regionName: names.optional(),
          region: names.optional(),
          regions: z.looseObject({ items: names }).optional(),
        })
        .optional(),
    }),
  ),
})

/** Atlas's names of the regions of each cloud, sorted. @throws Error when the file does not list them */
export const regionsOf = (spec: Spec): Record<keyof typeof cloudSchemas, string[]> => {
  const of = (schema: string) => {
    const { allOf } = container.parse(spec.components.schemas[schema])
    return allOf
      .flatMap(({ properties: p }) => (p?.regionName ?? p?.region ?? p?.regions?.items)?.enum ?? [])
      .toSorted()
  }
  return { AWS: of(cloudSchemas.AWS), AZURE: of(cloudSchemas.AZURE), GCP: of(cloudSchemas.GCP) }
}
