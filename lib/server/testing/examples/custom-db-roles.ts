import type { TestConsole } from '@/scripts/testing/console'
import { type Examples, project } from './made'

/** The custom database roles of a project. */
export const customDbRoleExamples: Examples = {
  'customDbRoles.list': project,
  'customDbRoles.delete': async (world: TestConsole) => {
    const { groupId } = await world.project()
    const add = [{ roleName: 'reader' }]
    await world.control('POST', 'collection', {
      collection: 'customDbRoles',
      place: { groupId },
      add,
    })
    return { groupId, roleName: 'reader' }
  },
}
