import { z } from 'zod'
import { query } from './define'
import { role } from './roles'
import { projectId, tag } from './shapes'

const project = z.object({
  groupId: z.string(),
  name: z.string(),
  orgId: z.string(),
  environment: z.enum(['production', 'other']),
  tags: z.array(tag),
  /** What the person can do here besides reading. */
  roles: z.array(role),
})
export type Project = z.output<typeof project>

const organization = z.object({
  orgId: z.string(),
  name: z.string(),
  connection: z.string(),
  sandbox: z.boolean(),
  roles: z.array(role),
})
export type Organization = z.output<typeof organization>

/** Who is signed in, and everything in their scope. The shell, the switcher and refused buttons use it. */
export const whoAmI = query({
  id: 'me.get',
  title: 'Who is signed in, with their projects and roles',
  roles: ['viewer'],
  input: z.strictObject({}),
  output: z.object({
    name: z.string(),
    subject: z.string(),
    groups: z.array(z.string()),
    /** Every role the person holds anywhere. */
    roles: z.array(role),
    organizations: z.array(organization),
    projects: z.array(project),
    /** False while something in the person's scope can't be read; `notes` says what and why. */
    complete: z.boolean(),
    notes: z.array(z.string()),
    sessionEndsAt: z.string(),
    /** Whom to ask for a role. */
    contact: z.string(),
    /** Ids of the operations that gatehouse.yaml raises to a second person, wherever they run. */
    gated: z.array(z.string()),
  }),
  maxAgeSeconds: 0,
  refetchInterval: ({ complete }) => (complete ? 60_000 : 5_000),
})

export const getProject = query({
  id: 'projects.get',
  title: 'Read a project',
  atlas: { op: 'getGroup', version: '2023-01-01' },
  roles: ['viewer'],
  input: z.strictObject({ groupId: projectId }),
  output: z.looseObject({
    id: z.string(),
    name: z.string(),
    orgId: z.string(),
    created: z.string().nullish(),
    clusterCount: z.number().nullish(),
    tags: z.array(tag).nullish(),
  }),
  maxAgeSeconds: 30,
})
