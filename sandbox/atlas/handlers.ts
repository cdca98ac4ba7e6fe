import { accessList } from './access-list'
import { clusters } from './clusters'
import type { SandboxFile } from './define'
import { employeeAccess } from './employee-access'
import { events } from './events'
import { organizations } from './organizations'
import { projects } from './projects'
import { root } from './root'

/** Every Atlas operation that the sandbox answers, by operation id. A new area adds its file here. */
export const handlers: SandboxFile = {
  ...root,
  ...organizations,
  ...projects,
  ...clusters,
  ...employeeAccess,
  ...accessList,
  ...events,
}
