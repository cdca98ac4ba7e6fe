import type { Op } from './define'
import * as resources from './resources'

const isOp = (value: unknown): value is Op =>
  typeof value === 'object' && value !== null && 'kind' in value && 'roles' in value

/** Every operation by id. For the server and tests: in the browser import the operation you use. */
export const ops: ReadonlyMap<string, Op> = new Map(
  Object.values(resources)
    .flatMap((resource) => Object.values(resource).filter(isOp))
    .map((op) => [op.id, op]),
)

const ending: ReadonlySet<string> = new Set(
  [...ops.values()].flatMap((op) => (op.kind === 'command' && op.access ? op.access.endedBy : [])),
)

/** Whether the operation takes away access that another one gives. It never needs approval. */
export const endsAccess = (id: string): boolean => ending.has(id)

const accesses = new Map(
  [...ops.values()].flatMap((op) =>
    op.kind === 'command' && op.access
      ? [op.id, op.access.endedBy].map((id) => [id, op.access] as const)
      : [],
  ),
)

/** The access that an operation gives or ends. */
export const accessOf = (id: string) => accesses.get(id)
