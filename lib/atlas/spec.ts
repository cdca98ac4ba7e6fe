/** Reads the parts of an OpenAPI file of the Atlas Admin API that Gatehouse keeps as facts. */

export type Fact = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** With `{name}` placeholders, from the origin on: `/api/atlas/v2/groups/{groupId}`. */
  path: string
  tag: string
  /** Dated resource versions, oldest first. */
  versions: Array<{ version: string; stability: string; sunset?: string; preview?: unknown }>
  /** Least Atlas roles of which one suffices; owners pass as well. */
  roles: string[]
  sunset?: string
  removed?: boolean
  /** The words after `atlas api`. */
  cli?: string
  /** Names of the query parameters the operation takes. */
  query: string[]
}

export type SpecOperation = {
  operationId: string
  tags?: string[]
  deprecated?: boolean
  parameters?: Array<{ name: string; in: string; required?: boolean; schema?: unknown }>
  requestBody?: { content: Record<string, { schema?: unknown }> }
  'x-atlas-versions'?: Fact['versions']
  'x-atlas-roles'?: string[]
  'x-atlas-sunset'?: string
  'x-atlas-removed'?: boolean
  'x-atlas-cli'?: string
}

export type Spec = {
  info: Record<string, unknown>
  paths: Record<string, Record<string, SpecOperation>>
  components: { schemas: Record<string, unknown> }
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const

/** Every operation of the file as [method, path, operation]. */
export const operationsOf = (spec: Spec) =>
  Object.entries(spec.paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item[method]
      return operation ? [{ method: method.toUpperCase() as Fact['method'], path, operation }] : []
    }),
  )

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
      ...(o['x-atlas-removed'] ? { removed: o['x-atlas-removed'] } : {}),
      ...(o['x-atlas-cli'] ? { cli: o['x-atlas-cli'] } : {}),
      query: (o.parameters ?? []).filter((p) => p.in === 'query').map((p) => p.name),
    },
  ])
  return {
    info: { sha: spec.info['x-spec-sha'], date: spec.info['x-spec-date'] },
    operations: operations.sort(([a], [b]) => (a < b ? -1 : 1)),
  }
}
