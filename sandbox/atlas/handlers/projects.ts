import { z } from 'zod'
import { type HandlerInput, reply, rows, type SandboxFile } from '../define'
import { idFrom, iso } from '../ids'
import { invalid, reject } from '../reject'
import type { Origin, World } from '../world'
import type { Project, Tag } from '../world/shapes'

/** Projects that the caller belongs to. */
export const visibleProjects = ({ world, actor }: Pick<HandlerInput, 'world' | 'actor'>) =>
  world.data.projects.filter((p) => !actor.limited || actor.limited.projectName === p.name)

/** A project as Atlas writes it. */
export const projectBody = (world: World, project: Project, base: string) => ({
  clusterCount: world.clusters(project.id).length,
  created: project.created,
  id: project.id,
  links: [{ href: `${base}/api/atlas/v2/groups/${project.id}`, rel: 'self' }],
  name: project.name,
  orgId: project.orgId,
  tags: project.tags,
  withDefaultAlertsSettings: true,
})

const wanted = z.object({
  name: z
    .string()
    .regex(/^[\p{L}\p{N}\-_.(),:&@+' ]{1,64}$/u, 'must be 1 to 64 allowed characters'),
  orgId: z.string().regex(/^[a-f0-9]{24}$/, 'must be 24 hexadecimal digits'),
  tags: z.array(z.object({ key: z.string(), value: z.string() })).default([]),
})

/** Adds a project and its event; throws 409 for a name that its organization already has. */
export function addProject(
  world: World,
  input: { name: string; orgId: string; tags: Tag[] },
  origin: Origin,
): Project {
  const org = world.org(input.orgId)
  if (world.data.projects.some((p) => p.orgId === org.id && p.name === input.name))
    throw reject(
      409,
      'GROUP_ALREADY_EXISTS',
      `A group with name ${input.name} already exists.`,
      input.name,
    )
  const now = Date.now()
  const project: Project = {
    id: idFrom(`project ${org.id} ${input.name} ${world.data.projects.length} ${now}`, now),
    orgId: org.id,
    name: input.name,
    created: iso(now),
    tags: input.tags,
    peering: false,
    accessList: [],
  }
  world.data.projects.push(project)
  world.record({ orgId: org.id, groupId: project.id, eventTypeName: 'GROUP_CREATED' }, origin)
  return project
}

export const projects = {
  listGroups: (input) =>
    rows(visibleProjects(input).map((p) => projectBody(input.world, p, input.base))),
  getGroup: ({ world, path, base }) => projectBody(world, world.project(path.groupId), base),
  createGroup: ({ world, actor, body, origin, base }) => {
    if (actor.limited)
      throw reject(403, 'USER_UNAUTHORIZED', 'The current user may not create projects.')
    const input = wanted.safeParse(body)
    if (!input.success)
      throw invalid(
        input.error.issues.map((i) => ({ field: i.path.join('.'), description: i.message })),
      )
    return reply(201, projectBody(world, addProject(world, input.data, origin), base), 200)
  },
} satisfies SandboxFile
