import * as accessList from './access-list'
import * as clusters from './clusters'
import * as console from './console'
import type { Op } from './define'
import * as directory from './directory'
import * as employee from './employee'
import * as requests from './requests'

const isOp = (value: unknown): value is Op =>
  typeof value === 'object' && value !== null && 'kind' in value && 'needs' in value

/** Every operation by id. For the server and tests: in the browser import the operation you use. */
export const ops: ReadonlyMap<string, Op> = new Map(
  [accessList, clusters, console, directory, employee, requests]
    .flatMap((resource) => Object.values(resource).filter(isOp))
    .map((op) => [op.id, op]),
)
